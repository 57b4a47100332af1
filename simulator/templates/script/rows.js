// Puts together how a row of a table, a zone or campus of the map, or a cell of a strip or of the
// ledger comes about: by the registry of columns, from rows that the page has anyway.
report.rows = (() => {
  const { data, choice, number, say, word } = report;
  const { named, rows, live } = data;
  const { sources } = rows;
  const NAMES = ["area", "campus", "class_no", "pool", "project", "residence", "school", "zone"];
  const opening = data.years[0];

  // --- ids, as simulator/figure_ids.py forms them ------------------------------------------------
  function idOf(table, key) {
    const [letter, ...names] = rows.keys[table];
    let sign = "-", found = letter;
    for (const name of names) {
      if (key[name] === undefined) continue;
      found += sign + idWord(name, key[name]);
      sign = NAMES.includes(name) ? "/" : "-";
    }
    return found;
  }

  const LISTS = { campus: named.campuses.id, zone: named.zones.id, area: named.areas.id,
    school: named.schools.id };

  function idWord(name, value) {
    if (LISTS[name]) return LISTS[name][value];
    if (name === "year") return data.years[value];
    if (name === "stage") return rows.letters[value];
    return name === "grade" ? rows.grades[value][0] : value;
  }

  const stageAt = (stage) => rows.stages.indexOf(stage);
  const stageName = (place) => word(data.calc.stages[rows.stages[place]]);
  const gradeName = (place) => word(rows.grades[place].slice(1));
  const firstGrade = (stage) => rows.grades.findIndex(([code]) => code[0] === "kpjs"[stage]);
  const at = (series, year) => (Array.isArray(series) ? series[year] : series);

  function norm(name, key) {
    const by = rows.norms[name];
    const grade = key.grade !== undefined ? key.grade : firstGrade(key.stage || 0);
    return at(by[""] !== undefined ? by[""] : by[rows.grades[grade][0]], key.year);
  }

  // --- rows a figure is added up from: [id, what, value, worked out] ------------------------------
  function what(key, fixed) {
    const said = [];
    if (key.zone !== undefined) said.push(named.zones.name[key.zone]);
    if (key.campus !== undefined && fixed.campus === undefined) {
      said.push(named.campuses.name[key.campus]);
    }
    if (key.project !== undefined && fixed.project !== key.project) said.push(key.project);
    if (key.source !== undefined && fixed.source === undefined) said.push(sourceName(key.source));
    if (key.grade !== undefined) said.push(gradeName(key.grade));
    else if (key.stage !== undefined && fixed.stage === undefined) said.push(stageName(key.stage));
    if (key.paid !== undefined) said.push(String(key.paid));
    if (key.size !== undefined) said.push(say("rows.size", { n: number(key.size) }));
    return said.join(" · ") || key.pool;
  }

  function sourceName(code) {
    const column = live.money.columns.find((one) => one.key === "source");
    return word(column.words[column.codes.indexOf(code)]);
  }

  // What a key leaves out is added up over.
  const MATCH = {
    campus: (row, key) => row.campus === key.campus,
    stage: (row, key) => row.stage === key.stage,
    town: (row, key) => named.zones.town[row.zone] === key.town,
    area: (row, key) => named.campuses.area[row.campus] === key.area,
    project: (row, key) => [undefined, "", row.project, `kind:${row.kind}`].includes(key.project),
    source: (row, key) => [undefined, row.source].includes(key.source),
    paid: (row, key) => [undefined, row.paid].includes(key.paid),
    paid_so_far: (row, key) => row.paid <= key.paid,
    size: (row, key) => row.size >= key.low && (key.high === null || row.size <= key.high),
  };

  const ROOMS = sources.capacity.by.length + sources.capacity.fields.indexOf("rooms_ordinary");

  function added(table, field, by, key) {
    const source = sources[table], column = source.by.length + source.fields.indexOf(field);
    const found = [];
    for (const row of source.rows) {
      const own = Object.fromEntries(source.by.map((name, k) => [name, row[k]]));
      const value = at(row[column], key.year);
      if (!value || !by.every((name) => MATCH[name](own, key))) continue;
      const part = [idOf(table, { ...own, year: key.year }), what(own, key), value];
      const rooms = field === "places" && table === "capacity" && at(row[ROOMS], key.year);
      if (rooms && Number.isInteger(value / rooms)) part.push(`${number(rooms)} × ${value / rooms}`);
      found.push(part);
    }
    return found;
  }

  function classes(key) {
    const cell = sources.classes_ledger.find(([campus, grade, year]) => (
      campus === key.campus && grade === key.grade && year === key.year));
    return (cell ? cell[3] : []).map((pupils, k) => {
      const cleared = at(cell[4], k), blocked = at(cell[5], k);
      const said = [say("rows.class", { n: k + 1, pupils: number(pupils) }),
        cleared ? say("rows.cleared", { year: cleared }) : say("rows.not_cleared")];
      if (blocked) said.push(say("rows.because", { why: word(rows.blocked[blocked]) }));
      return [idOf("classes_ledger", { ...key, class_no: k + 1 }),
        said.join(choice.lang === "zh" ? "，" : ", "), 1];
    });
  }

  // --- own campuses of a zone, and its share of their places -------------------------------------
  const rounded = (n) => number(Math.round(n * 100) / 100);
  const map = data.map;
  const placed = map && {
    zone: new Map(map.zones.of.map((z, k) => [z, k])),
    campus: new Map(map.campuses.of.map((c, k) => [c, k])),
  };
  const linked = {};

  function links(stage, year) {
    const key = `${stage}/${year}`;
    if (linked[key]) return linked[key];
    const own = new Map(), whole = new Map();
    for (const [zone, campus, of, first, last] of sources.catchments) {
      if (of !== stage || first > year || last < year) continue;
      if (!placed.zone.has(zone) || !placed.campus.has(campus)) continue;
      own.set(zone, [...(own.get(zone) || []), campus]);
    }
    const needing = map.by[rows.stages[stage]].needing[year];
    const weight = (zone) => needing[placed.zone.get(zone)] / own.get(zone).length + 1e-9;
    for (const [zone, campuses] of own) {
      for (const campus of campuses) whole.set(campus, (whole.get(campus) || 0) + weight(zone));
    }
    linked[key] = { own, share: (zone, campus) => [weight(zone), whole.get(campus)] };
    return linked[key];
  }

  function shares(key) {
    const { own, share } = links(key.stage, key.year);
    const places = map.by[rows.stages[key.stage]].campus_places[key.year];
    return (own.get(key.zone) || []).map((campus) => {
      const whole = Math.max(0, places[placed.campus.get(campus)]);
      const [part, all] = share(key.zone, campus);
      // where no zone of the school needs a place, all have the same part
      const [above, below] = all < 1e-3 ? [1, all / part] : [part, all];
      return [idOf("campus", { ...key, campus }), named.campuses.name[campus], whole * part / all,
        `${number(whole)} × ${rounded(above)} ÷ ${rounded(below)}`];
    });
  }

  const entries = new Map();  // first grades: stage, year and campus → place of the row
  for (const [k, row] of (live.admissions ? live.admissions.rows : []).entries()) {
    entries.set(`${row[0]}/${row[1]}/${row[2]}`, k);
  }
  const ENTRY = live.admissions && namesOf("admissions");

  function entry(stage, year, campus) {
    const found = entries.get(`${rows.stages[stage]}/${year}/${campus}`);
    if (found === undefined) return null;
    return Object.fromEntries(ENTRY.map(([name, k]) => [name, live.admissions.rows[found][k]]));
  }

  function ownEntries(field, key) {
    const found = [];
    for (const campus of links(key.stage, key.year).own.get(key.zone) || []) {
      const row = entry(key.stage, data.years[key.year], campus);
      if (row && row.own_children !== null) {
        const id = idOf("admissions", rowKey("admissions", { ...key, campus }));
        found.push([id, named.campuses.name[campus], row[field]]);
      }
    }
    return found;
  }

  // Children, seats and class of the early warning of a zone; −1 where there are neither.
  function warning(stage, year, zone) {
    const key = { stage: stageAt(stage), year, zone };
    const sum = (field) => ownEntries(field, key).reduce((all, part) => all + part[2], 0);
    const children = sum("own_children"), seats = sum("seats");
    const ratio = children / Math.max(seats, 1), { edges } = map.warning;
    if (seats <= 0) return { children, seats, level: children > 0 ? edges.length : -1 };
    return { children, seats, level: edges.filter((edge) => ratio > edge + 1e-9).length };
  }

  function partsOf(column, key) {
    const [table, field, by] = column.p;
    if (table === "classes_ledger") return classes(key);
    if (by.includes("shares")) return shares(key);
    return by.includes("own") ? ownEntries(field, key) : added(table, field, by, key);
  }

  // Rows of a table of the page in a year, and a stage where the key names one.
  function summands(column, key) {
    const [table, name] = column.s, [, k] = namesOf(table).find(([one]) => one === name);
    const stage = key.stage === undefined ? null : rows.stages[key.stage];
    return live[table].rows
      .filter((row) => row[1] === data.years[key.year] && (!stage || row[0] === stage) && row[k])
      .map((row) => [rowId(table, row), titleOf(keyOf(table, row)), row[k]]);
  }

  const total = (parts) => parts.reduce((sum, part) => sum + part[2], 0);

  // --- a column of a row: its value, formula and parts -------------------------------------------
  const bare = (heading) => heading.replace(/\s*[（(].*?[）)]/, "");
  const signs = (formula) => formula.replace(/\*/g, "×").replace(/\//g, "÷").replace(/-/g, "−");

  function filled(formula, values, key, written) {
    return signs(formula).replace(/\b[a-z][a-z_0-9]*\b/g, (name) => (
      written(name, values[name] !== undefined ? values[name] : norm(name, key))));
  }

  // The key of a row of a table that stands for a first grade names the grade.
  const rowKey = (table, key) => (
    table === "admissions" ? { ...key, grade: firstGrade(key.stage) } : key);

  const whereOf = ([table, field, ...words]) => say("column.where", {
    sheet: rows.sheets[table], column: word(words), file: table, field });

  function item(kind, column, values, key, rest) {
    const value = values[column.n];
    const made = { name: column.n, head: word(column.h), value, says: word(column.d),
      measure: column.m, share: column.share, decimals: column.decimals, scale: column.scale };
    if (column.w && (column.w[0] !== "admissions" || entry(key.stage, data.years[key.year], key.campus))) {
      const [table, , , , ordinal] = column.w;
      if (ordinal) made.follows = `R-${data.years[key.year]}-${rows.letters[key.stage]}-${ordinal}`;
      const id = made.follows || (rows.keys[table] && idOf(table, rowKey(table, key)));
      made.stands = say(id ? "rows.stands_row" : "rows.stands", { where: whereOf(column.w), id });
      if (table === "balance") made.stands += (choice.lang === "zh" ? "" : " ") + say("rows.both");
    }
    if (column.f) {
      let numbers = values, when = key;
      if (column.a) {
        numbers = entry(key.stage, data.years[key.year] + column.a, key.campus)
          || { seats: 0, own_children: 0 };
        when = { ...key, year: key.year + column.a };
        if (when.year < data.years.length) {
          made.follows = idOf("admissions", rowKey("admissions", when));
        }
      }
      made.words = filled(column.f, numbers, when, (name) => {
        const of = rows.columns[kind].find((one) => one.n === name);
        return of ? bare(word(of.h)) : word(rows.norm_names[name]);
      });
      if (value !== null) {
        made.formula = filled(column.f, numbers, when, (name, n) => (
          n === null ? "—" : number(Math.round(n * 1e4) / 1e4)));
      }
    }
    if (rest) {
      const seats = column.w[0] === "admissions";
      made.rest = say(seats ? "rows.rest" : "rows.rounded", { n: number(rest) });
    }
    if (column.p && value !== null) {
      made.parts = partsOf(column, key);
      made.from = whereOf(column.from);
      if (column.p[0] === "balance") made.both = say("rows.both");
      made.counted = column.p[0] === "classes_ledger";
    }
    if (column.s) made.parts = summands(column, key);
    return made;
  }

  function panel(kind, id, title, key, values, rests) {
    const columns = rows.columns[kind].filter((column) => values[column.n] !== undefined);
    return {
      id, title, kind: word(rows.kinds[kind]), year: key.year,
      stage: key.stage === undefined ? "all" : rows.stages[key.stage],
      items: columns.map((column) => item(kind, column, values, key, rests && rests[column.n])),
    };
  }

  // --- every row that can be asked for, by its id ------------------------------------------------
  // Columns of figures of a table of the page, each with its place in a row.
  function namesOf(table) {
    return live[table].columns.flatMap((column, k) => (column.id ? [[column.id, k + 2]] : []));
  }

  function keyOf(table, row) {
    const key = { year: data.years.indexOf(row[1]) };
    if (table === "money") key.paid = row[1];
    if (key.year < 0) key.year = null;  // a calendar year that is not simulated
    if (row[0]) key.stage = stageAt(row[0]);
    live[table].columns.forEach((column, k) => {
      if (column.key) key[column.key] = column.codes ? column.codes[row[k + 2]] : row[k + 2];
    });
    if (table === "admissions") key.grade = firstGrade(key.stage);
    if (table === "areas") key.town = named.towns.indexOf(named.areas.id[key.area]);
    return key;
  }

  // The row of an area at a stage, from a row that has all stages side by side.
  const areaId = (row, stage) => idOf("areas", {
    year: data.years.indexOf(row[1]), stage: stageAt(stage), area: row[2] });
  const rowId = (table, row) => idOf(table === "journeys" ? "flows" : table, keyOf(table, row));

  function titleOf(key) {
    const said = [];
    if (key.area !== undefined) said.push(word(named.areas.name[key.area]));
    if (key.school !== undefined) said.push(named.schools.name[key.school]);
    if (key.project !== undefined) said.push(key.project);
    if (key.zone !== undefined) said.push(named.zones.name[key.zone]);
    if (key.campus !== undefined) said.push(named.campuses.name[key.campus]);
    if (key.grade !== undefined) said.push(gradeName(key.grade));
    else if (key.stage !== undefined) said.push(stageName(key.stage));
    return said.join(" · ");
  }

  // What names a row in words that are sent with its table: a resource, a source of money.
  const codedOf = (table, row) => live[table].columns.flatMap((column, k) => (
    column.codes && column.key !== "project" ? [word(column.words[row[k + 2]])] : []));

  function ofTable(table, row, place) {
    const key = keyOf(table, row);
    const values = Object.fromEntries(namesOf(table).map(([name, k]) => [name, row[k]]));
    const rests = Object.fromEntries(live[table].columns.filter((column) => column.rest)
      .map((column) => [column.id, column.rest[place]]));
    const title = [...codedOf(table, row), titleOf(key)].filter(Boolean).join(" · ");
    return panel(table, rowId(table, row), title, key, values, rests);
  }

  function ofZone(stage, year, k) {
    const key = { stage: stageAt(stage), year, zone: map.zones.of[k] };
    const view = map.by[stage], needing = view.needing[year][k], places = view.places[year][k];
    const [purchased, unplaced] = ["purchased", "unplaced"].map((field) => (
      total(sources.balance.rows.filter((row) => row[0] === key.zone && row[1] === key.stage)
        .map((row) => ["", "", at(row[2 + sources.balance.fields.indexOf(field)], year) || 0]))));
    const demand = { public: needing - purchased - unplaced, purchased, unplaced, needing };
    // A stage that admits without catchments has no places, gap or seats by zone.
    const divided = view.places[year].some((n) => n >= 0);
    const warned = data.years[year] === opening ? {} : warning(stage, year, key.zone);
    return panel("zone", idOf("balance", key), titleOf(key), key, !divided ? demand : {
      ...demand, places: places < 0 ? null : places, balance: Math.max(0, places) - needing,
      entry_children: warned.children, entry_seats: warned.seats,
    });
  }

  function ofCampus(stage, year, k) {
    const key = { stage: stageAt(stage), year, campus: map.campuses.of[k] };
    const pupils = map.by[stage].campus_pupils[year][k], places = map.by[stage].campus_places[year][k];
    return panel("campus", idOf("campus", key), titleOf(key), key, {
      pupils, places, used: places > 0 ? pupils / places : null });
  }

  const ofProject = ([id, campus, ...figures]) => {
    const columns = rows.columns.projects;
    const values = Object.fromEntries(columns.map((column, k) => [column.n, figures[k]]));
    const title = rows.project_kinds[id] ? word(rows.project_kinds[id])
      : id ? [named.campuses.name[campus], id].filter(Boolean).join(" · ") : word(rows.kinds.projects);
    return panel("projects", idOf("projects", id ? { project: id } : {}), title,
      { project: id, year: null }, values);
  };

  // What is added up over the rows of a year.
  function ofYear(kind, key) {
    const values = Object.fromEntries(rows.columns[kind].map(
      (column) => [column.n, total(summands(column, key))]));
    return panel(kind, idOf(kind, key), titleOf(key) || String(data.years[key.year]), key, values);
  }

  function yearsOf(found) {
    for (const [kind, [column]] of Object.entries(rows.columns)) {
      if (!column.s || !live[column.s[0]]) continue;
      const keys = live[column.s[0]].rows.flatMap((row) => {
        const year = data.years.indexOf(row[1]);
        return [{ year }, ...(rows.keys[kind].includes("stage") ? [{ year, stage: stageAt(row[0]) }] : [])];
      });
      for (const key of keys) found.set(idOf(kind, key), () => ofYear(kind, key));
    }
  }

  // Money of calendar years, projects and sources.
  function ofMoney(table, key) {
    const values = { paid: total(partsOf(rows.columns.money_sum[0], key)) };
    const title = [key.paid, key.project, key.source === undefined ? null : sourceName(key.source)]
      .filter((one) => one !== undefined && one !== null).join(" · ");
    const made = panel("money_sum", idOf(table, key), title || say("table.total"),
      { ...key, year: null }, values);
    return { ...made, kind: word(rows.kinds[table]) };
  }

  function moneyOf(found) {
    for (const [project, source, paid] of sources.money.rows) {
      for (const [table, keys] of [["money_years", [{ paid, source }, { paid }]],
        ["money_projects", [{ project, source }, { project }]], ["money_sources", [{ source }, {}]]]) {
        for (const key of keys) found.set(idOf(table, key), () => ofMoney(table, key));
      }
    }
  }

  const binOf = ([low, high]) => (high === null ? `${low}+` : `${low}–${high}`);
  const sizeId = (stage, year, bin) => idOf("class_sizes",
    { stage: stageAt(stage), year, size: binOf(bin) });

  function ofDemand(stage, year) {
    const key = { stage: stageAt(stage), year };
    const values = Object.fromEntries(Object.entries(rows.demand[stage])
      .map(([name, series]) => [name, series[year]]));
    return panel("demand", idOf("demand", key), titleOf(key), key, values);
  }

  function ofSize(stage, year, bin) {
    const key = { stage: stageAt(stage), year, low: bin[0], high: bin[1] };
    const parts = added("class_sizes", "classes", ["stage", "size"], key);
    const title = `${stageName(key.stage)} · ${say("rows.size", { n: binOf(bin) })}`;
    return panel("size", sizeId(stage, year, bin), title, key, { classes: total(parts) });
  }

  function ofCell([campus, grade, year, sizes]) {
    const key = { campus, grade, year };
    const made = panel("large", idOf("classes_ledger", key), titleOf(key), key, { classes: sizes.length });
    return { ...made, stage: rows.stages[stageOf(grade)] };
  }

  const stageOf = (grade) => "kpjs".indexOf(rows.grades[grade][0][0]);

  function cohortOf([campus, grade, year]) {
    const stage = stageOf(grade);
    return { campus, stage, entered: data.years[year] - grade + firstGrade(stage) };
  }

  // Several cells, an item for each: all years of a cohort, or all grades of a year.
  function ofCells(id, cells, key) {
    const made = cells.map(ofCell);
    const items = made.map((one, k) => ({ ...one.items[0],
      head: [...(key.year === undefined ? [data.years[one.year]] : []), gradeName(cells[k][1]),
        one.items[0].head].join(" · ") }));
    const year = key.year === undefined ? null : key.year;
    return { ...made[0], id, title: titleOf(key), year, items };
  }

  function all() {
    const found = new Map();
    for (const table of Object.keys(live).filter((name) => !live[name].of)) {
      live[table].rows.forEach((row, k) => found.set(rowId(table, row), () => ofTable(table, row, k)));
    }
    for (const stage of map ? Object.keys(map.by) : []) {
      data.years.forEach((_, year) => {
        map.zones.of.forEach((z, k) => found.set(
          idOf("balance", { stage: stageAt(stage), year, zone: z }), () => ofZone(stage, year, k)));
        map.campuses.of.forEach((c, k) => {
          if (map.by[stage].campus_places[year][k] >= 0) {
            found.set(idOf("campus", { stage: stageAt(stage), year, campus: c }),
              () => ofCampus(stage, year, k));
          }
        });
      });
    }
    yearsOf(found);
    moneyOf(found);
    for (const row of rows.projects) {
      found.set(idOf("projects", row[0] ? { project: row[0] } : {}), () => ofProject(row));
    }
    for (const [stage, bins] of Object.entries(rows.bins)) {
      data.years.forEach((_, year) => bins.forEach((bin) => found.set(
        sizeId(stage, year, bin), () => ofSize(stage, year, bin))));
    }
    const ledger = new Map();
    for (const cell of sources.classes_ledger) {
      const [campus, grade, year] = cell;
      found.set(idOf("classes_ledger", { campus, grade, year }), () => ofCell(cell));
      for (const [table, key] of [["classes_ledger", { campus, grade }],
        ["cohort", cohortOf(cell)], ["held", { campus, year }]]) {
        const id = idOf(table, key);
        ledger.set(id, [key, [...(ledger.get(id) || [null, []])[1], cell]]);
      }
    }
    for (const [id, [key, cells]] of ledger) found.set(id, () => ofCells(id, cells, key));
    for (const stage of Object.keys(rows.demand)) {
      data.years.forEach((_, year) => found.set(
        idOf("demand", { stage: stageAt(stage), year }), () => ofDemand(stage, year)));
    }
    return found;
  }

  let made = null;
  const index = () => (made = made || all());  // only when first asked for
  const lookup = (id) => index().get(id)();
  const has = (id) => index().has(id);

  const zoneId = (stage, year, k) => idOf("balance", { stage: stageAt(stage), year, zone: map.zones.of[k] });
  const campusId = (stage, year, k) => idOf("campus", { stage: stageAt(stage), year, campus: map.campuses.of[k] });
  return { lookup, has, ids: () => [...index().keys()], rowId, areaId, zoneId, campusId, sizeId, warning };
})();
