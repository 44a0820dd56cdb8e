"""Reads the YAML of the fixtures: nested tables and lists by indentation, plain and quoted texts, comments, `{ a: b }`."""

import re


def load(text):
    """Returns the documents of a text. Every scalar is a text."""
    return [document(part) for part in re.split(r"^---.*$", text, flags=re.M)]


def document(text):
    lines = []
    for line in text.splitlines():
        line = re.sub(r"(^|\s)#.*$", "", line).rstrip()
        if line:
            lines.append((len(line) - len(line.lstrip()), line.lstrip()))
    value, rest = block(lines)
    assert not rest, rest
    return value


def block(lines):
    """Returns what the lines of one indentation are, and the lines after them."""
    if not lines:
        return {}, lines
    indent = lines[0][0]
    is_list = lines[0][1].startswith("- ")
    value = [] if is_list else {}
    while lines and lines[0][0] == indent and lines[0][1].startswith("- ") == is_list:
        _, text = lines[0]
        if is_list:
            # The rest of the line is the first one of what is nested.
            item = [(indent + 2, text[2:].lstrip()), *lines[1:]]
            if re.match(r"[\w.-]+:(\s|$)", item[0][1]):
                entry, lines = block(item)
            else:
                entry, lines = scalar(item[0][1]), lines[1:]
            value.append(entry)
            continue
        key, _, text = text.partition(":")
        lines = lines[1:]
        if text.strip():
            value[key] = scalar(text.strip())
        elif lines and (lines[0][0] > indent or (lines[0][0] == indent and lines[0][1].startswith("- "))):
            value[key], lines = block(lines)
        else:
            value[key] = None
    return value, lines


def scalar(text):
    if text.startswith("{"):
        pairs = (pair.partition(":") for pair in text.strip("{} ").split(","))
        return {key.strip(): scalar(value.strip()) for key, _, value in pairs}
    return text[1:-1] if text[:1] in ("'", '"') else text
