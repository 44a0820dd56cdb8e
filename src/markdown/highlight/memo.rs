//! Remembers lines of code: the same line, begun in the same state, has the same tokens.
//!
//! Matching a grammar's patterns is most of a build's time, and a closing brace is a closing brace.
//! What is remembered is exactly what the grammar said, so nothing depends on what came before.

use std::collections::HashMap;

use syntect::parsing::{BasicScopeStackOp, ParseState, ScopeStack, SyntaxReference, SyntaxSet};

use super::{Token, token};

/// The most states and lines that are remembered; real code reaches neither.
const MOST_STATES: usize = 256;
const MOST_LINES: usize = 20_000;

/// Lines seen, by the state they began in.
#[derive(Default)]
pub(super) struct Memo {
    known: Vec<Known>,
    /// The number of the first state of each syntax, by its name.
    starts: HashMap<String, usize>,
    lines: usize,
}

/// A state, and the lines that were seen in it.
struct Known {
    state: State,
    lines: HashMap<Box<str>, Line>,
}

/// Where a grammar stands between two lines.
#[derive(Clone, PartialEq)]
pub(super) struct State {
    parse: ParseState,
    scopes: ScopeStack,
    /// The token of each open scope: its own, or else that of the scope around it.
    tokens: Vec<Token>,
}

/// What a line is made of, and the number of the state after it.
struct Line {
    /// Where each run of one token ends.
    runs: Box<[(u32, Token)]>,
    next: usize,
}

/// Where the next line begins.
pub(super) enum At {
    /// In a state that is remembered.
    Known(usize),
    /// In one that there was no room for.
    Unknown(Box<State>),
}

impl Memo {
    /// Where a syntax begins.
    pub(super) fn start(&mut self, syntax: &SyntaxReference) -> At {
        if let Some(number) = self.starts.get(&syntax.name) {
            return At::Known(*number);
        }
        let at = self.find(State {
            parse: ParseState::new(syntax),
            scopes: ScopeStack::new(),
            tokens: Vec::new(),
        });
        if let At::Known(number) = at {
            self.starts.insert(syntax.name.clone(), number);
        }
        at
    }

    /// Writes the runs of a line, and says where the next one begins.
    pub(super) fn line(
        &mut self,
        at: &At,
        line: &str,
        syntaxes: &SyntaxSet,
        mut write: impl FnMut(&str, Token),
    ) -> At {
        let mut write_runs = |runs: &[(u32, Token)]| {
            let mut from = 0;
            for (end, token) in runs {
                write(&line[from..*end as usize], *token);
                from = *end as usize;
            }
        };
        let mut state = match at {
            At::Known(number) => match self.known[*number].lines.get(line) {
                Some(seen) => {
                    write_runs(&seen.runs);
                    return At::Known(seen.next);
                }
                None => self.known[*number].state.clone(),
            },
            At::Unknown(state) => State::clone(state),
        };
        let runs = state.line(line, syntaxes);
        write_runs(&runs);
        let next = self.find(state);
        if let (At::Known(number), At::Known(next)) = (at, &next)
            && self.lines < MOST_LINES
        {
            self.lines += 1;
            let seen = Line { runs: runs.into(), next: *next };
            self.known[*number].lines.insert(line.into(), seen);
        }
        next
    }

    /// The number of a state; a new one, as long as there is room.
    fn find(&mut self, state: State) -> At {
        if let Some(number) = self.known.iter().position(|known| known.state == state) {
            return At::Known(number);
        }
        if self.known.len() == MOST_STATES {
            return At::Unknown(Box::new(state));
        }
        self.known.push(Known { state, lines: HashMap::new() });
        At::Known(self.known.len() - 1)
    }
}

impl State {
    /// Parses a line: where each run of one token ends.
    fn line(&mut self, line: &str, syntaxes: &SyntaxSet) -> Vec<(u32, Token)> {
        let mut runs: Vec<(u32, Token)> = Vec::new();
        let mut add = |end: usize, token: Token| match runs.last_mut() {
            Some(last) if last.1 == token => last.0 = end as u32,
            _ => runs.push((end as u32, token)),
        };
        let Ok(ops) = self.parse.parse_line(line, syntaxes) else {
            // A grammar that fails on a line: the line is shown without colours.
            return vec![(line.len() as u32, Token::Plain)];
        };
        let mut from = 0;
        for (at, op) in ops {
            if at > from {
                add(at, self.tokens.last().copied().unwrap_or_default());
                from = at;
            }
            let tokens = &mut self.tokens;
            let applied = self.scopes.apply_with_hook(&op, |change, _| match change {
                BasicScopeStackOp::Push(scope) => {
                    let around = tokens.last().copied().unwrap_or_default();
                    tokens.push(token(scope).unwrap_or(around));
                }
                BasicScopeStackOp::Pop => {
                    tokens.pop();
                }
            });
            if applied.is_err() {
                break;
            }
        }
        if line.len() > from {
            add(line.len(), self.tokens.last().copied().unwrap_or_default());
        }
        runs
    }
}
