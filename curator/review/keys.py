"""Every command of the review screen: its name, its keys, what it does. Help, footer and checks are made from it."""

from __future__ import annotations

import msgspec

GROUPS = ("Decide", "Labels", "Edges and selection", "Move", "Documents", "Know", "See")


class Command(msgspec.Struct, frozen=True):
    """A command of the review screen.

    ``keys`` are single characters or Textual's names of keys. ``hint`` is the word for the footer, if it belongs there.
    """

    name: str
    keys: tuple[str, ...]
    title: str
    group: str
    hint: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("accept", ("a",), "accept the span in focus, go to the next pending one", "Decide", "accept"),
    Command("reject", ("x", "backspace"), "reject it, or remove the span; go on", "Decide", "reject"),
    Command("next_pending", ("tab", "space"), "next pending span, no decision", "Decide", "next"),
    Command("previous_pending", ("shift+tab",), "previous pending span", "Decide"),
    Command("accept_all", ("A",), "accept all that is pending", "Decide"),
    Command("reject_all", ("X",), "reject all that is pending", "Decide"),
    Command("accept_label", ("&",), "accept all that is pending of the label in focus", "Decide"),
    Command("reject_label", ("%",), "reject all that is pending of the label in focus", "Decide"),
    Command("accept_score", ("^",), "accept all that is pending with at least the score in focus", "Decide"),
    Command("everywhere", ("*",), "label the same text everywhere in the article", "Decide"),
    Command("repeat", (".",), "the last act again, on the next span, selection or words", "Decide"),
    Command("pick", (":",), "give a label by a few letters of its name", "Decide"),
    Command("undo", ("u",), "undo, without limit, in any document", "Decide", "undo"),
    Command("redo", ("U", "ctrl+r"), "do again what was undone", "Decide"),
    Command("select", ("v",), "select the word here; again: what is around it", "Edges and selection", "select"),
    Command("object", ("'",), "select what the next letter names, around the cursor", "Edges and selection"),
    Command("edges", ("e",), "move the edges of the span in focus", "Edges and selection", "edges"),
    Command("other", ("o",), "the other span here; in a selection the other end", "Edges and selection"),
    Command("cancel", ("escape",), "leave the selection, all as it was", "Edges and selection"),
    Command("end_left", ("[",), "the span's end one token left", "Edges and selection"),
    Command("end_right", ("]",), "the span's end one token right", "Edges and selection"),
    Command("start_left", ("{",), "the span's start one token left", "Edges and selection"),
    Command("start_right", ("}",), "the span's start one token right", "Edges and selection"),
    Command("end_character_left", ("-",), "the span's end one character left", "Edges and selection"),
    Command("end_character_right", ("=",), "the span's end one character right", "Edges and selection"),
    Command("start_character_left", ("_",), "the span's start one character left", "Edges and selection"),
    Command("start_character_right", ("+",), "the span's start one character right", "Edges and selection"),
    Command("extend_left", ("shift+left",), "select one token more to the left", "Edges and selection"),
    Command("extend_right", ("shift+right",), "select one token more to the right", "Edges and selection"),
    Command("extend_up", ("shift+up",), "select up to the line above", "Edges and selection"),
    Command("extend_down", ("shift+down",), "select down to the line below", "Edges and selection"),
    Command("attributes", ("V",), "the attributes of the span; in a selection: select less", "Edges and selection"),
    Command("left", ("h", "left"), "a token back", "Move"),
    Command("right", ("l", "right"), "a token on", "Move"),
    Command("up", ("k", "up"), "a line up", "Move"),
    Command("down", ("j", "down"), "a line down", "Move"),
    Command("character_left", ("H",), "a character back", "Move"),
    Command("character_right", ("L",), "a character on", "Move"),
    Command("sentence_left", ("(",), "a sentence back", "Move"),
    Command("sentence_right", (")",), "a sentence on", "Move"),
    Command("paragraph_left", ("<", "ctrl+up"), "a paragraph back", "Move"),
    Command("paragraph_right", (">", "ctrl+down"), "a paragraph on", "Move"),
    Command("leap", (";",), "leap to the next word that begins with the letter typed next", "Move"),
    Command("leap_again", (",",), "leap to the next word with that letter", "Move"),
    Command("search", ("/",), "search in the article", "Move", "search"),
    Command("next_hit", ("n",), "next hit", "Move"),
    Command("previous_hit", ("N",), "previous hit", "Move"),
    Command("search_all", ("F",), "search all articles, and label many hits at once", "Move"),
    Command("next_span", ("ctrl+n",), "the next span, decided or not", "Move"),
    Command("previous_span", ("ctrl+o",), "the previous span, decided or not", "Move"),
    Command("page_up", ("pageup",), "a page up", "Move"),
    Command("page_down", ("pagedown",), "a page down", "Move"),
    Command("top", ("home",), "to the start of the article", "Move"),
    Command("bottom", ("end",), "to the end of the article", "Move"),
    Command("finish", ("enter",), "finish, on to the next unfinished document", "Documents", "finish"),
    Command("accept_finish", ("D",), "accept all that is pending and finish", "Documents"),
    Command("skip", ("s",), "skip the document, with a reason", "Documents", "skip"),
    Command("flag", ("f",), "flag the document, or take the flag off", "Documents"),
    Command("note", ("w",), "write a note on the document", "Documents", "note"),
    Command("reopen", ("R",), "open a finished or skipped document again", "Documents"),
    Command("queue", ("d",), "the queue: all documents, where they stand, and to any of them", "Documents"),
    Command("next_document", ("J",), "next document", "Documents"),
    Command("previous_document", ("K",), "previous document", "Documents"),
    Command("first_unfinished", ("G",), "first unfinished document", "Documents"),
    Command("guideline", ("g",), "guideline of the label in focus, or of all labels", "Know", "guideline"),
    Command("evidence", ("i",), "all evidence for the span in focus; again: its history", "Know"),
    Command("progress", ("I",), "spans and documents an hour, acceptance, progress by day", "Know"),
    Command("note_span", ("W",), "write a note on the span in focus; it may stay pending", "Know"),
    Command("notes", ('"',), "all notes on documents and spans, and to any of them", "Know"),
    Command("feedback", ("B",), "where gold differs from you in this article, and why", "Know"),
    Command("panel", ("t",), "the list of spans on, off", "See"),
    Command("lanes", ("T",), "the lanes under the lines on, off", "See"),
    Command("marks", ("M",), "marks for white space and unseen characters on, off", "See"),
    Command("theme", ("C",), "the next theme", "See"),
    Command("filter", ("S",), "show only some spans, by label, source, state or score; or all again", "See"),
    Command("rejected", ("z",), "show what was rejected, or hide it", "See"),
    Command("help", ("?", "f1"), "all keys", "See", "help"),
    Command("tour", ("f3",), "a tour of one minute, on a practice article", "See"),
    Command("palette", ("ctrl+p",), "every command by name", "See"),
    Command("suspend", ("ctrl+z",), "to the shell; fg comes back", "See"),
    Command("quit", ("q", "ctrl+q"), "quit; all is saved", "See", "quit"),
)
DEFAULT_KEYS: dict[str, tuple[str, ...]] = {command.name: command.keys for command in COMMANDS}
"""The keys that each command has where nothing is set."""
