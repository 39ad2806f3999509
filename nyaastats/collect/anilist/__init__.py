"""AniList's shows: queries, client, cache and snapshots."""
