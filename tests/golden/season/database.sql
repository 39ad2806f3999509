-- A season that a person can work out by hand: see README.md. Torrent n has the infohash n, in 40 digits.
-- Nearly all looks are at midnight or noon, so that a day's share of an interval is seen at a glance.

INSERT INTO torrents (infohash, filename, pubdate, status, guessit_data)
SELECT printf('%040d', column1), column2, column3, column4, column5 FROM (VALUES
  -- 101 Song of Alpha
  ( 1, '[SubsPlease] Alpha no Uta - 01 (1080p) [0A0B0C01].mkv',       '2025-10-04T12:00:00Z',      'active', '{"title": "Alpha no Uta", "episode": 1, "screen_size": "1080p", "release_group": "SubsPlease", "type": "episode"}'),
  ( 2, '[SubsPlease] Alpha no Uta - 01 (720p) [0A0B0C02].mkv',        '2025-10-04T12:00:00+00:00', 'active', NULL),
  ( 3, '[SubsPlease] Alpha no Uta - 01v2 (1080p) [0A0B0C03].mkv',     '2025-10-04T18:00:00',       'active', '{"title": "Alpha no Uta", "episode": 1, "version": 2, "screen_size": "1080p", "release_group": "SubsPlease", "type": "episode"}'),
  ( 4, '[EMBER] Alpha no Uta - 02v2 (1080p) [0A0B0C04].mkv',          '2025-10-11T12:00:00Z',      'active', NULL),
  ( 5, '[Erai-raws] Alpha no Uta - 02 [1080p][0A0B0C05].mkv',         '2025-10-13T00:00:00Z',      'active', NULL),
  ( 6, '[SubsPlease] Alpha no Uta - 01.5 (1080p) [0A0B0C06].mkv',     '2025-10-08T12:00:00Z',      'active', '{"title": "Alpha no Uta", "episode": 1, "screen_size": "1080p", "release_group": "SubsPlease", "type": "episode"}'),
  ( 7, '[Judas] Alpha no Uta (01-02) [1080p][Batch]',                 '2025-10-15T12:00:00Z',      'active', NULL),
  ( 8, '[SubsPlease] Alpha no Uta - 00 (1080p) [0A0B0C08].mkv',       '2025-10-02T12:00:00Z',      'active', NULL),
  ( 9, '[Erai-raws] Alpha no Uta - 01 [1080p][0A0B0C09].mkv',         '2025-10-04T12:30:00Z',      'active', NULL),
  -- 102 Beta Hunter Season 2: 13 is the first after a first season of 12
  (10, '[SubsPlease] Beta Hunter - 13 (1080p) [0A0B0C10].mkv',        '2025-10-05T12:00:00Z',      'active', NULL),
  (11, 'Beta.Hunter.S02E02.1080p.CR.WEB-DL.AAC2.0.H.264-VARYG',       '2025-10-12T07:00:00-05:00', 'active', NULL),
  -- 103 <b>Gamma</b> & ${x}
  (12, '[ASW] <b>Gamma</b> & ${x} - 01 [1080p HEVC][0A0B0C12].mkv',   '2025-10-07T00:00:00Z',      'active', NULL),
  (13, '[DKB] <b>Gamma</b> & ${x} - S01E01 [1080p][HEVC x265].mkv',   '2025-10-07T06:00:00Z',      'active', NULL),
  -- 104 Delta Days, on the air since summer
  (14, '[SubsPlease] Delta Days - 14 (1080p) [0A0B0C14].mkv',         '2025-10-05T12:00:00Z',      'active', NULL),
  (15, '[SubsPlease] Delta Days - 15 (1080p) [0A0B0C15].mkv',         '2025-10-12T00:00:00Z',      'dead',   NULL),
  -- 107 Eta Short, over before the season began
  (16, '[SubsPlease] Eta Short - 01 (1080p) [0A0B0C16].mkv',          '2025-09-20T12:00:00Z',      'active', NULL),
  (17, '[SubsPlease] Eta Short - 01 (480p) [0A0B0C17].mkv',           '2025-09-16T23:59:59Z',      'active', NULL),
  -- neither ranked nor lost
  (18, '[SubsPlease] Epsilon the Movie (1080p) [0A0B0C18].mkv',       '2025-10-03T12:00:00Z',      'active', NULL),
  (19, '[SubsPlease] Zeta Zone - 12 (1080p) [0A0B0C19].mkv',          '2025-10-02T12:00:00Z',      'active', NULL),
  (20, '[SubsPlease] Xyloquartz - 05 (1080p) [0A0B0C20].mkv',         '2025-10-06T12:00:00Z',      'active', NULL),
  (21, '[SubsPlease] Xyloquartz - 06 (1080p) [0A0B0C21].mkv',         '2025-10-13T12:00:00Z',      'active', NULL),
  (22, '[???] -- 1080p --',                                           '2025-10-06T12:00:00Z',      'guessit_failed', NULL),
  -- bad rows
  (23, '[SubsPlease] Alpha no Uta - 02 (1080p) [0A0B0C23].mkv',       'last Saturday',             'active', NULL),
  (24, '[SubsPlease] Alpha no Uta - 02 (720p) [0A0B0C24].mkv',        '2025-10-11T12:00:00Z',      'active', '{"title": "Alpha'),
  (25, ' ',                                                           '2025-10-11T12:00:00Z',      'active', NULL)
);
INSERT INTO torrents (infohash, filename, pubdate) VALUES
  ('beta', '[SubsPlease] Beta Hunter - 14 (1080p)', '2025-10-12T12:00:00Z');

INSERT INTO stats
SELECT printf('%040d', column1), column2, column3, column4, column5 FROM (VALUES
  ( 1, '2025-10-04T18:00:00Z', 40, 9,  60),
  ( 1, '2025-10-05T00:00:00Z', 50, 9, 100),
  ( 1, '2025-10-06T00:00:00Z', 50, 5, 160),
  ( 1, '2025-10-06T06:00:00Z',  0, 0,   0),      -- silence: the tracker knew nothing
  ( 1, '2025-10-07T00:00:00Z', 45, 3, 180),
  ( 1, '2025-10-08T00:00:00',  44, 2, 179),      -- a dip
  ( 1, '2025-10-09T00:00:00Z', 40, 1, 190),
  ( 1, '2025-10-22T12:00:00Z', 30, 0, 217),      -- 27 in 13.5 days; this is now
  ( 2, '2025-10-04T18:00:00Z', 20, 4,  20),
  ( 2, '2025-10-05T00:00:00Z', 20, 4,  40),
  ( 2, '2025-10-06T00:00:00Z', 20, 2,  50),
  ( 2, '2025-10-07T00:00:00Z',  2, 1,   5),      -- a true reset: never back to 50
  ( 2, '2025-10-08T00:00:00Z',  2, 1,   7),
  ( 2, '2025-10-09T00:00:00Z',  2, 1,   8),
  ( 3, '2025-10-05T00:00:00Z',  3, 1,   9),
  ( 4, '2025-10-12T00:00:00Z', 12, 2,  30),
  ( 5, '2025-10-16T00:00:00Z', 25, 2,  84),      -- found 72 hours late
  ( 6, '2025-10-09T00:00:00Z',  4, 1,   6),
  ( 7, '2025-10-16T00:00:00Z',  8, 5,  14),
  ( 8, '2025-10-03T00:00:00Z',  6, 1,  11),
  ( 8, '2025-10-06T00:00:00Z',  5, 0,  17),      -- 6 in 72 hours
  (10, '2025-10-06T00:00:00Z', 60, 9, 120),
  (10, '2025-10-06T20:00:00-04:00', 60, 2, 150), -- 2025-10-07 00:00 UTC
  (10, '2025-10-14T00:00:00Z', 50, 1, 157),      -- 7 in 7 days
  (11, '2025-10-13T00:00:00Z', 40, 9,  70),
  (11, '2025-10-13T12:00:00Z', 40, 5,  90),
  (12, '2025-10-07T12:00:00Z', 20, 5,  40),
  (12, '2025-10-08T12:00:00Z', 20, 1,  60),
  (13, '2025-10-07T18:00:00Z',  3, 1,   5),
  (13, '2025-10-08T18:00:00Z',  3, 1,  12),      -- 7 in 24 hours, 6 of them before midnight: 1.75, so 2
  (14, '2025-10-05T18:00:00Z', 15, 4,  30),
  (14, '2025-10-06T06:00:00Z', 15, 2,  44),
  (15, '2025-10-12T12:00:00Z', 30, 4,  65),
  (16, '2025-09-21T00:00:00Z',  9, 1,  20),
  (16, '2025-10-13T00:00:00Z',  5, 0,  42),      -- 22 in 22 days
  (16, '2025-10-22T00:00:00Z',  5, 0,  51),      -- 9 in 9 days, of which the last 2 are after the show's last day
  (17, '2025-09-21T00:00:00Z',  1, 0,   3),
  (18, '2025-10-04T00:00:00Z',  9, 1,  25),
  (19, '2025-10-03T00:00:00Z',  9, 1,  13),
  (20, '2025-10-07T00:00:00Z',  9, 1,  33),
  (21, '2025-10-14T00:00:00Z',  9, 1,  35),
  (22, '2025-10-07T00:00:00Z',  1, 0,   2),
  -- bad rows
  ( 4, '2025-10-13T25:00:00Z', 12, 2,  31),      -- no such hour
  ( 4, '2025-10-14T00:00:00Z', 12, 2,  -1),
  ( 4, '2025-10-15T00:00:00Z', 12, 2, 'n/a'),
  (24, '2025-10-12T00:00:00Z', 12, 2,  99),      -- of a torrent that is a bad row
  (99, '2025-10-12T00:00:00Z', 12, 2,  99)       -- of no torrent
);
