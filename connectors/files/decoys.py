"""What lies beside exports and is none: pictures, web pages, what systems leave in folders.

Each falls under a rule with a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

_BY_SUFFIX: Mapping[str, str] = {
    **dict.fromkeys(
        ("jpg", "jpeg", "jpe", "png", "gif", "heic", "heif", "webp", "bmp", "tif", "tiff", "svg", "ico", "avif"),
        "picture",
    ),
    **dict.fromkeys(("mp4", "mov", "m4v", "avi", "mkv", "webm", "3gp", "mpg", "mpeg"), "film"),
    **dict.fromkeys(("mp3", "m4a", "wav", "ogg", "opus", "aac", "flac", "amr"), "sound"),
    **dict.fromkeys(("html", "htm", "xhtml", "mht", "mhtml", "webarchive", "css", "js", "url", "webloc"), "web_page"),
    **dict.fromkeys(("json", "jsonl", "ndjson"), "json"),
    **dict.fromkeys(("mbox", "eml", "emlx"), "mail"),
    **dict.fromkeys(("part", "crdownload", "download", "tmp", "partial"), "unfinished_download"),
}
_NOTES = re.compile(
    r"(read[ _-]?me|lis(ez)?[ _-]?moi|liesmich|leeme|leggimi|licen[cs]e|changelog)(["
    r" _-][^.]*)?(\.(txt|md|rst|rtf|pdf|fr|en|de|es|it))*"
)

_LINKEDIN = re.compile(r"linkedin", re.IGNORECASE)
_LINKEDIN_FILES = frozenset({
    "accountstatushistory", "adsclicked", "adtargeting", "articles", "careerpreferences", "causesyoucareabout",
    "certifications", "comments",
    "companyfollows", "courses", "events", "guidemessages", "hashtagfollows", "honors", "inferencesaboutyou",
    "instantreposts",
    "jobapplicantsavedanswers", "jobapplications", "jobseekerpreferences", "languages", "learning",
    "learningcoachmessages", "learningrolemessages", "learningroleplaymessages", "coachmessages",
    "logins", "memberfollows", "onlinejobpostings", "organizations", "patents", "phonenumbers", "privateidentityasset",
    "profilesummary", "projects",
    "providers", "publications", "reactions", "receipts", "receiptslbp", "registration", "richmedia", "savedanswers",
    "savedjobalerts",
    "savedjobanswers", "savedjobs", "searchqueries", "securitychallenges", "services", "servicesmarketplace", "shares",
    "skills", "testscores",
    "verifications", "volunteering", "volunteeringexperiences", "votes", "whatsappphonenumbers",
})  # fmt: skip
"""Members of a LinkedIn archive that name nobody the owner knows, or nobody by more than a name.

Letters of their names only.
"""
_OF_ANYBODY = frozenset({
    "articles", "certifications", "comments", "courses", "events", "honors", "languages", "learning", "organizations",
    "patents", "phonenumbers", "projects", "providers", "publications", "reactions", "receipts", "registration",
    "services", "skills", "verifications", "volunteering", "votes",
})  # fmt: skip
"""Those whose names another program, or a hand, may give to a list of people."""
_LINKEDIN_PEOPLE = frozenset({
    "connections", "contacts", "education", "emailaddresses", "endorsementgiveninfo", "endorsementreceivedinfo",
    "importedcontacts", "invitations", "messages", "positions", "profile", "recommendationsgiven",
    "recommendationsreceived",
})  # fmt: skip
"""Members of a LinkedIn archive that are read."""
_LINKEDIN_ROBOTS = re.compile(r"(?:learning|coach|guide|roleplay)\w*messages")
"""What somebody wrote to a machine of LinkedIn's: no file of another program is called so."""
_FEWEST_MEMBERS = 3  # files of LinkedIn's names that make a folder of any name its archive


def ignored_by(name: str) -> str | None:
    """The rule by which a file or folder of this name, with its path or without, is no export; none for most."""
    parts = PurePosixPath(name).parts
    if "__MACOSX" in parts:
        return "macos_archive_data"
    last = parts[-1].lower() if parts else ""
    if last in ("thumbs.db", "desktop.ini", "ehthumbs.db"):
        return "windows_folder_data"
    if last == ".ds_store":
        return "macos_folder_data"
    if last.startswith(("~$", ".~lock.")):
        return "office_lock_file"
    if any(part.startswith(".") and part != ".." for part in parts):
        return "hidden"
    return _BY_SUFFIX.get(last.rpartition(".")[2]) if _has_suffix(last) else _by_content(parts, last)


def _has_suffix(last: str) -> bool:
    return last.rpartition(".")[2] in _BY_SUFFIX and "." in last


def _by_content(parts: tuple[str, ...], last: str) -> str | None:
    if _NOTES.fullmatch(last):
        return "note"
    return "linkedin_activity" if last.endswith(".csv") and _is_linkedin_activity(parts, last) else None


def _is_linkedin_activity(parts: tuple[str, ...], last: str) -> bool:
    letters = _letters(last)
    if _LINKEDIN_ROBOTS.fullmatch(letters):
        return True
    return letters in _LINKEDIN_FILES and any(_LINKEDIN.search(part) for part in parts[:-1])


def has_name_of_linkedins(name: str) -> bool:
    """Whether a table is called as a member of a LinkedIn archive that holds nobody, and as no list of one's own is."""
    last = name.rpartition("/")[2].lower()
    letters = _letters(last)
    is_member = letters in _LINKEDIN_FILES - _OF_ANYBODY or _LINKEDIN_ROBOTS.fullmatch(letters) is not None
    return last.endswith(".csv") and is_member


def linkedin_archives(names: Iterable[str]) -> frozenset[str]:
    """The folders that hold a LinkedIn archive, whatever they are called: by the names of the files in them."""
    members: dict[str, set[str]] = {}
    for name in names:
        folder, _, last = name.rpartition("/")
        if last.lower().endswith(".csv") and _letters(last.lower()) in _LINKEDIN_FILES | _LINKEDIN_PEOPLE:
            members.setdefault(folder, set()).add(_letters(last.lower()))
    return frozenset(folder for folder, found in members.items() if len(found) >= _FEWEST_MEMBERS)


def ignored_within(name: str, archives: Collection[str]) -> str | None:
    """The rule by which a member of one of these LinkedIn archives is no export; none for what may hold people.

    Beside an archive unpacked into the inbox itself, a file of a name that anybody may give is one's own.
    """
    folder, _, last = name.lower().rpartition("/")
    known = _LINKEDIN_FILES if folder else _LINKEDIN_FILES - _OF_ANYBODY
    is_activity = last.endswith(".csv") and _letters(last) in known and is_within(name, archives)
    return "linkedin_activity" if is_activity else None


def is_within(name: str, archives: Collection[str]) -> bool:
    """Whether a file of this name lies in one of these folders, or further down in one."""
    return any(name.startswith(f"{folder}/") if folder else "/" not in name for folder in archives)


def _letters(last: str) -> str:
    """Some carry the member's number: Shares_1234567.csv."""
    return re.sub(r"[^a-z]", "", last.removesuffix(".csv"))
