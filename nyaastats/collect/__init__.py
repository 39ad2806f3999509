"""Facts from outside: shows from AniList, and what its answers and snapshots say."""
