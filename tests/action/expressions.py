"""Evaluates the expressions of GitHub's workflows, as far as action.yml uses them.

https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
"""

import re

TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|(&&|\|\||==|!=|!|\(|\)|,)|([A-Za-z_][\w.-]*))")


class Expression:
    def __init__(self, text, contexts, functions):
        self.tokens = []
        at = 0
        text = text.strip()
        while at < len(text):
            token = TOKEN.match(text, at)
            if not token:
                raise ValueError(f"not understood: {text[at:]}")
            self.tokens.append(token.group().strip())
            at = token.end()
        self.contexts, self.functions = contexts, functions

    def value(self):
        value = self.either()
        if self.tokens:
            raise ValueError(f"not understood: {self.tokens}")
        return value

    def next(self, *wanted):
        if self.tokens and (not wanted or self.tokens[0] in wanted):
            return self.tokens.pop(0)
        return None

    def either(self):
        value = self.both()
        while self.next("||"):
            other = self.both()
            value = value if truth(value) else other
        return value

    def both(self):
        value = self.compared()
        while self.next("&&"):
            other = self.compared()
            value = other if truth(value) else value
        return value

    def compared(self):
        value = self.single()
        while operator := self.next("==", "!="):
            same = text(value).lower() == text(self.single()).lower()
            value = same if operator == "==" else not same
        return value

    def single(self):
        if self.next("!"):
            return not truth(self.single())
        if self.next("("):
            value = self.either()
            assert self.next(")"), "a parenthesis"
            return value
        token = self.next()
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if self.next("("):
            arguments = []
            while not self.next(")"):
                arguments.append(self.either())
                self.next(",")
            return self.functions[token](*arguments)
        return look_up(self.contexts, token)


def look_up(contexts, path):
    value = contexts
    for at, key in enumerate(path.split(".")):
        # A context that does not exist is a mistake; a key of it that does not exist is empty.
        value = value[key] if at == 0 else value.get(key) if isinstance(value, dict) else None
    return value


def truth(value):
    return value not in (None, "", False, 0)


def text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def condition(written, contexts, functions):
    """Returns whether a step runs. Without a function that asks for the state, all before it must have succeeded."""
    written = str(written).strip()
    if written.startswith("${{"):
        written = written[3:].removesuffix("}}")
    if not re.search(r"\b(success|failure|always|cancelled)\(", written):
        written = f"success() && ({written})"
    return truth(Expression(written, contexts, functions).value())


def filled(written, contexts, functions):
    """Returns a text with its expressions replaced by their values."""
    return re.sub(
        r"\$\{\{(.*?)\}\}",
        lambda found: text(Expression(found.group(1), contexts, functions).value()),
        text(written),
        flags=re.DOTALL,
    )
