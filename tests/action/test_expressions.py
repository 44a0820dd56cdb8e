"""The expressions mean what GitHub's documentation says."""

import unittest

from expressions import condition, filled

CONTEXTS = {
    "inputs": {"command": "build", "base-url": ""},
    "github": {"event": {"pull_request": {"head": {"repo": None}}}, "repository": "Acme/Radar"},
    "steps": {"check": {"outputs": {"code": "0"}}},
}


class Expressions(unittest.TestCase):
    def value(self, text):
        return filled("${{ " + text + " }}", CONTEXTS, {"endsWith": str.endswith})

    def test_values(self):
        for text, expected in [
            ("inputs.command", "build"),
            ("inputs.base-url", ""),
            ("inputs.none || 'other'", "other"),
            ("inputs.command && 'yes' || 'no'", "yes"),
            ("github.event.pull_request.head.repo.full_name", ""),
            ("github.event.pull_request.head.repo.full_name == github.repository", "false"),
            ("github.repository == 'acme/radar'", "true"),
            ("!(inputs.command == 'build') || steps.check.outputs.code != '0'", "false"),
            ("steps.skipped.outputs.code != ''", "false"),
            ("endsWith('a.ghe.com', '.ghe.com')", "true"),
            ("'it''s'", "it's"),
        ]:
            self.assertEqual(self.value(text), expected, text)

    def test_conditions(self):
        for failed in (False, True):
            state = {"success": lambda: not failed, "cancelled": lambda: False}  # noqa: B023
            self.assertEqual(condition("inputs.command == 'build'", CONTEXTS, state), not failed)
            self.assertTrue(condition("${{ !cancelled() && inputs.command == 'build' }}", CONTEXTS, state))

    def test_what_is_not_understood(self):
        for text in ("a b", "nothing.here", "'a' ==", "1 +"):
            with self.assertRaises(Exception, msg=text):
                self.value(text)
