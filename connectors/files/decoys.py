"""What lies beside exports and is none: pictures, web pages, what systems leave in folders.

Each falls under a rule with a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    "learningcoachmessages", "learningrolemessages",
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
    """Some carry the member's number: Shares_1234567.csv."""
    letters = re.sub(r"[^a-z]", "", last.removesuffix(".csv"))
    return letters in _LINKEDIN_FILES and any(_LINKEDIN.search(part) for part in parts[:-1])
