"""A small radar, and what pull requests do to it, relative to a day."""

import datetime


def months_before(today, months):
    month = today.year * 12 + today.month - 1 - months
    return datetime.date(month // 12, month % 12 + 1, min(today.day, 28))


def base(today):
    """Returns the files of a radar: what Ada reviewed lately, what expired, and what only Max stands for."""
    return {
        "radar/radar.toml": """title = "Our radar"
base_url = "https://radar.example.org/"

[[quadrant]]
id = "tools"
name = "Tools"

[[quadrant]]
id = "platforms"
name = "Platforms"

[[ring]]
id = "adopt"
name = "Adopt"

[[ring]]
id = "trial"
name = "Trial"

[[ring]]
id = "hold"
name = "Hold"
""",
        "radar/people.toml": f"""[team.platform]
name = "Platform"

[person.ada]
name = "Ada Lovelace"
team = "platform"
emails = ["ada@example.org"]
practising = [{{ from = {months_before(today, 60)} }}]

[person.max]
name = "Max Manager"
team = "platform"
emails = ["max@example.org"]
practising = [{{ from = 2012-01-01, until = 2016-01-01 }}]
""",
        "radar/blips/kafka.toml": blip("Kafka", "trial", review(months_before(today, 3), "ada", "trial")),
        "radar/blips/rust.toml": blip("Rust", "trial", review(months_before(today, 20), "ada", "trial")),
    }


def change(today):
    """Returns what a pull request writes: in one commit by Ada, and in one by Max."""
    old = base(today)
    by_ada = {
        "radar/blips/rust.toml": old["radar/blips/rust.toml"].replace('"trial"', '"adopt"', 1)
        + review(today, "ada", "adopt", "Two services run on it."),
        "radar/blips/hostile.toml": blip(HOSTILE, "hold", review(today, "ada", "hold")),
    }
    by_max = {
        "radar/blips/kafka.toml": old["radar/blips/kafka.toml"].replace('"trial"', '"adopt"', 1)
        + review(today, "max", "adopt", "Strategic.")
        + f'\n[[question]]\ndate = {today}\nby = "max"\ntext = "What would it cost us to leave it?"\n',
        # Max signs for Ada.
        "radar/blips/nomad.toml": blip("Nomad", "trial", review(today, "ada", "trial")),
    }
    return by_ada, by_max


# A name that would like to notify, to be an image that tells who looks, to close an issue, and to end the comment.
HOSTILE = "@octocat @acme/owners fixes #12 GH-12 ![x](https://track.example/x.png) <img src=//track.example/y> --> `"


def blip(name, ring, review):
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f"""name = "{quoted}"
quadrant = "tools"
ring = "{ring}"
owners = ["platform"]
summary = "A summary."
{review}"""


def review(date, by, ring, note="We run it."):
    return f"""
[[review]]
date = {date}
by = ["{by}"]
ring = "{ring}"
note = "{note}"
"""
