"""The command line with the steps of the stand-ins: what a test starts, kills and starts again."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import dragoman.claims
import dragoman.mentions
import dragoman.parsing
import dragoman.reports
import standins
from dragoman.mentions import Actors

dragoman.parsing.parse = standins.parse
dragoman.parsing.forgetting_words = standins.forgetting_words
dragoman.mentions.find_mentions = standins.find_mentions
dragoman.reports.find_quotations = lambda _parsed, _mentions: ()
dragoman.claims.find_claims = lambda _parsed, _mentions, _reports: ()
dragoman.reports.load_coder = lambda *_: standins.LineCoder()
Actors.load = staticmethod(lambda *_: None)

if __name__ == "__main__":
    from dragoman.cli import main

    main()
