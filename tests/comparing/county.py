"""A county of one school, small enough to be worked out by hand.

Zone Z has sixty children of every age; school A has three classrooms for three grades of lower
secondary, so that every year one class of sixty leaves and one of sixty enters (norm 50, large
from 56). Nobody dies, moves or goes elsewhere.

=========  =====  ===============================  =====  =========
variant    rooms  classes in September 2026        large  shortfall
=========  =====  ===============================  =====  =========
(none)     3      60 · 60 · 60                     3      180 − 150
room       4      30 30 · 60 · 60                  2      180 − 200
rooms      5      30 30 · 60 · 60, one room free   2      0
all        5      30 30 · 60 · 30 30 or alike      1      0
=========  =====  ===============================  =====  =========

One room more, or another, each alone takes away one large class; both together still one, for
the second stands empty until the policy ``clear`` splits a class: interaction +1 and 0.
"""

from pathlib import Path

COUNTY = """
name: county
title: {zh: 示例县, en: Example county}
district: {name: 示例县}
crs: EPSG:4490
years: {opening: 2025, last: 2027}
stages: [junior]
zones:
  evidence: official
  source: made up
  data: [{id: Z, town: T, settlement: urban, lon: 116.3, lat: 23.7}]
people:
  evidence: official
  source: made up
  data:
PEOPLE
people_as_of: 2025-09-01
births:
  evidence: official
  source: made up
  data: [{zone: Z, year: 2025, births: 0}, {zone: Z, year: 2026, births: 0},
    {zone: Z, year: 2027, births: 0}]
survival: 1.0
campuses:
  evidence: official
  source: made up
  data: [{id: A, zone: Z, name: 示例中学}]
pools:
  evidence: POOLS
  source: made up
  data: [{campus: A, stages: junior, rooms: 3}]
enrolment:
  evidence: official
  source: made up
  data:
    - {campus: A, grade: j1, pupils: 60, classes: 1}
    - {campus: A, grade: j2, pupils: 60, classes: 1}
    - {campus: A, grade: j3, pupils: 60, classes: 1}
catchments:
  evidence: official
  source: made up
  data: [{stage: junior, zone: Z, campus: A}]
targets:
  - id: none-large
    metric: large_classes
    stage: junior
    at_most: 0
    by: 2026-12-31
    source: {title: plan}
  - id: more
    metric: added_places
    stage: junior
    at_least: 50
    since: 2025-09-01
    by: 2026-12-31
    source: {title: plan}
variants:
  room:
    title: {zh: 加一间, en: One room}
    add: &one
      - {id: first, expand: A, stage: junior, rooms: 1, accepted: 2026-07-01, evidence: official}
  rooms:
    title: {zh: 加两间, en: Two rooms}
    add: &two
      - {id: first, expand: A, stage: junior, rooms: 1, accepted: 2026-07-01, evidence: official}
      - {id: second, expand: A, stage: junior, rooms: 1, accepted: 2026-07-02, evidence: official}
  all:
    title: {zh: 两间加化解, en: Two rooms and the policy}
    add:
      - {id: first, expand: A, stage: junior, rooms: 1, accepted: 2026-07-01, evidence: official}
      - {id: second, expand: A, stage: junior, rooms: 1, accepted: 2026-07-02, evidence: official}
      - {id: split, policy: {large_classes: clear}, on: 2026-08-01}
  late:
    title: {zh: 晚到, en: Late}
    add:
      - {id: first, expand: A, stage: junior, rooms: 1, accepted: 2027-02-01, evidence: official}
"""


def write(folder: Path, name: str = "county.yaml", **changes: str) -> Path:
    """Write the county; ``changes`` replace words of it."""
    people = "\n".join(f"    - {{zone: Z, age: {age}, children: 60}}" for age in range(15))
    text = COUNTY.replace("PEOPLE", people).replace("POOLS", changes.pop("POOLS", "official"))
    text = text.replace("&one", "").replace("&two", "")
    for before, after in changes.items():
        text = text.replace(before, after)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
