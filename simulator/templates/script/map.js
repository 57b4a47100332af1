// Draws what simulator/reporting/map_figures.py specified, for the chosen stage and year.
(() => {
  const { data, choice, number, text, say, width, spec, put, cell, decode, clear, table } = report;
  const map = data.map;
  if (!map) return;
  const { named } = data;
  const nameOf = (z) => named.zones.name[map.zones.of[z]];
  const townOf = (z) => named.towns[named.zones.town[map.zones.of[z]]];
  const campusOf = (c) => named.campuses.name[map.campuses.of[c]];
  // A map shows one stage: the chosen one, or the one whose promise is furthest off.
  const shown = () => ({ stage: map.by[choice.stage] ? choice.stage : map.stage, year: choice.year });

  // Without any catchment no zone has places of its own, nor a gap.
  const byZone = (view, year) => view.places[year].some((places) => places >= 0);

  function balanceOf(view, year, zone) {
    return Math.max(0, view.places[year][zone]) - view.needing[year][zone];
  }

  const warns = () => document.querySelector("input[name=mode]:checked").value === "warning";

  function classOf(view, year, zone) {
    if (view.places[year][zone] < 0) return map.edges.length + 1;
    const balance = balanceOf(view, year, zone);
    return map.edges.filter((edge) => edge <= balance).length;
  }

  const used = (pupils, places) => (
    places > 0 ? number(Math.round((pupils / places) * 100)) + " %" : "—");

  function mapFigure(stage, year, element) {
    const figure = spec("map");
    const view = map.by[stage];
    const traces = figure.data;
    const none = map.edges.length + 1;
    const zones = map.zones.of.map((_, z) => z);
    // In the early warning a zone's group is its class; −1, no admissions, is the last colour.
    const warning = warns() && map.zones.of.map((z) => report.rows.warning(stage, year, z));
    const groups = zones.map((z) => {
      if (!warning) return classOf(view, year, z);
      return warning[z].level < 0 ? map.warning.colours.length - 1 : warning[z].level;
    });
    const colours = warning ? map.warning.colours : map.colours;
    for (let group = 0; group <= none; group += 1) {
      const xs = [], ys = [];
      for (const z of zones) if (groups[z] === group) decode(map.zones.rings[z], xs, ys);
      traces[group].x = xs; traces[group].y = ys;
      if (warning) traces[group].fillcolor = colours[group];
    }
    const dashX = [], dashY = [];
    const assumed = new Set(view.assumed[year]);
    for (const z of zones) if (assumed.has(z)) decode(map.zones.rings[z], dashX, dashY);
    Object.assign(traces[none + 1], { x: dashX, y: dashY });
    const points = traces[none + 3];
    points.x = map.zones.x; points.y = map.zones.y;
    points.hovertext = zones.map((z) => (!byZone(view, year) ? say("map.hover_undivided", {
      name: text(nameOf(z)), town: text(townOf(z)), needing: number(view.needing[year][z]),
    }) : warning ? say("warning.hover_zone", {
      name: text(nameOf(z)), town: text(townOf(z)),
      children: number(warning[z].children), seats: number(warning[z].seats),
      level: text(map.warning.names[groups[z]][choice.lang]),
    }) : say("map.hover_zone", {
      name: text(nameOf(z)), town: text(townOf(z)),
      needing: number(view.needing[year][z]), places: number(Math.max(0, view.places[year][z])),
      balance: number(balanceOf(view, year, z)),
      assumed: assumed.has(z) ? say("map.hover_assumed") : "",
    })));
    points.marker.color = groups.map((group) => colours[group]);
    points.marker.opacity = map.zones.rings.map((rings) => (rings.length ? 0 : 1));
    for (const planned of [false, true]) {
      const trace = traces[none + (planned ? 5 : 4)];
      const shown = map.campuses.of.map((_, c) => c).filter((c) =>
        map.campuses.planned[c] === planned && (view.campus_places[year][c] >= 0
          || (planned && view.campus_places.some((row) => row[c] >= 0))));
      const full = (c) => view.campus_places[year][c] >= 0
        && view.campus_pupils[year][c] > view.campus_places[year][c];
      const open = (c) => view.campus_places[year][c] >= 0;
      trace.customdata = shown;
      trace.x = shown.map((c) => map.campuses.x[c]);
      trace.y = shown.map((c) => map.campuses.y[c]);
      trace.hovertext = shown.map((c) => {
        const pupils = view.campus_pupils[year][c], places = view.campus_places[year][c];
        return say(open(c) ? "map.hover_campus" : "map.hover_planned", {
          name: text(campusOf(c)), pupils: number(pupils), places: number(places),
          share: used(pupils, places),
        });
      });
      trace.marker.size = shown.map((c) => Math.max(view.campus_pupils[year][c], map.least));
      trace.marker.color = shown.map((c) => (open(c) ? map.campus : "#FFFFFF"));
      trace.marker.line = {
        color: shown.map((c) => (full(c) || !open(c) ? map.ink : "#FFFFFF")),
        width: shown.map((c) => (full(c) ? 3 : !open(c) ? 2 : 1)),
      };
    }
    // smaller circles on a smaller map, so that they do not hide it
    const shrink = Math.min(1, width(element) / 560);
    for (const trace of [traces[none + 4], traces[none + 5]]) {
      trace.marker.sizeref /= shrink * shrink;
      if (shrink < 0.7) trace.marker.line.width = trace.marker.line.width.map((w) => w / 1.5);
    }
    figure.layout.annotations = clear(figure, width(element))
      .filter((note) => note.name === "scale" || !element.classList.contains("still"));
    // as wide as the panel and no taller than the district needs
    figure.layout.height = Math.max(
      report.state.printing ? 120 : 240, Math.min(640, Math.round(width(element) * map.aspect)));
    return figure;
  }

  function mapTitle(stage, year) {
    if (warns()) {
      return say("warning.title", {
        grade: map.warning.by[stage].grade[choice.lang], year: map.years[year] });
    }
    const title = byZone(map.by[stage], year) ? "map.title" : "map.title_undivided";
    return say(title, { stage: map.stage_names[stage][choice.lang], year: map.years[year] });
  }

  const zoneHeads = (view, year) => (
    byZone(view, year) ? ["zone", "town", "needing", "places", "balance"] : ["zone", "town", "needing"]
  ).map((key) => say("map." + key));

  function zoneRow(view, year, z) {
    const places = view.places[year][z];
    return [report.figure(report.rows.zoneId(shown().stage, year, z), nameOf(z)), townOf(z), number(view.needing[year][z]),
      ...(byZone(view, year)
        ? [places < 0 ? "—" : number(places), number(balanceOf(view, year, z))] : [])];
  }

  function drawWorst() {
    const { stage: of, year } = shown();
    const view = map.by[of];
    const divided = byZone(view, year);
    const short = map.zones.of.map((_, z) => z)
      .filter((z) => divided && balanceOf(view, year, z) < 0)
      .sort((a, b) => balanceOf(view, year, a) - balanceOf(view, year, b) || a - b);
    const total = short.reduce((sum, z) => sum + balanceOf(view, year, z), 0);
    const stage = map.stage_names[of][choice.lang];
    document.getElementById("map-say").textContent = short.length
      ? say("map.say", { year: map.years[year], stage, n: number(short.length),
        short: number(-total), zone: nameOf(short[0]),
        worst: number(balanceOf(view, year, short[0])) })
      : say(divided ? "map.say_none" : "map.say_undivided", { year: map.years[year], stage });
    const rows = short.slice(0, 10).map((z) => {
      const bar = document.createElement("td");
      bar.className = "bar-cell";
      const fillBar = document.createElement("i");
      const share = balanceOf(view, year, z) / balanceOf(view, year, short[0]);
      fillBar.style.width = (share * 100).toFixed(1) + "%";
      bar.append(fillBar);
      return [...zoneRow(view, year, z), bar];
    });
    document.getElementById("worst").replaceChildren(
      rows.length ? table("worst-zones", [...zoneHeads(view, year), say("map.bar", {
        n: number(-balanceOf(view, year, short[0])) })], rows, 2) : document.createTextNode(""));
  }

  function drawZones() {
    if (!document.getElementById("map-data").open) return;
    const { stage, year } = shown();
    const view = map.by[stage];
    document.getElementById("map-table").replaceChildren(
      table("zones", zoneHeads(view, year), map.zones.of.map((_, z) => zoneRow(view, year, z)), 2),
      cell("h4", say("rows.campuses")),
      table("campuses", [say("rows.campus"), say("rows.pupils"), say("map.places"), say("rows.used")],
        campusRows(stage, view, year), 1));
  }

  function campusRows(stage, view, year) {
    const open = map.campuses.of.map((_, c) => c).filter((c) => view.campus_places[year][c] >= 0);
    return open.map((c) => {
      const pupils = view.campus_pupils[year][c], places = view.campus_places[year][c];
      return [report.figure(report.rows.campusId(stage, year, c), campusOf(c)), number(pupils),
        number(places), used(pupils, places)];
    });
  }

  function drawMap(element) {
    const { stage, year } = shown();
    document.getElementById("map-title").textContent = mapTitle(stage, year);
    put(element, mapFigure(stage, year, element));
    listen(element);
    document.getElementById("map-gaps").textContent = map.gaps[stage][year][choice.lang];
    drawWorst();
    drawZones();
    const warning = warns();
    document.getElementById("key-warning").hidden = !warning;
    document.getElementById("key-balance").hidden = warning;
    document.getElementById("warning-note").hidden = !warning;
    document.getElementById("worst-zones").hidden = warning;
    const said = document.getElementById("warning-say");
    said.hidden = !warning;
    said.textContent = map.warning.by[stage].say[year][choice.lang];
    element.setAttribute("aria-describedby", warning ? "warning-say" : "map-say");
  }

  // A finger has no hover: what it touches is written below the map.
  function listen(element) {
    if (element.dataset.listening) return;
    element.dataset.listening = "1";
    element.on("plotly_click", (event) => {
      const words = event.points[0].hovertext;
      const plain = (words || "").replace(/<br>/g, choice.lang === "zh" ? "；" : "; ")
        .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
      if (plain) document.getElementById("map-tap").textContent = plain;
    });
  }

  report.drawers.map = drawMap;
  report.clicked.map = (point) => {
    const { stage, year } = shown();
    const first = map.edges.length + 4;  // the trace of zones; those of campuses follow
    if (point.curveNumber === first) return report.rows.zoneId(stage, year, point.pointNumber);
    return point.curveNumber > first ? report.rows.campusId(stage, year, point.customdata) : null;
  };
  for (const mode of document.querySelectorAll("input[name=mode]")) {
    mode.addEventListener("change", () => drawMap(document.getElementById("map")));
  }
  document.getElementById("map-data").addEventListener("toggle", drawZones);

  // On paper the other stage of the chosen year, and the first and last year, stand beside the map.
  report.printers.push(() => {
    const { stage, year } = shown(), last = map.years.length - 1;
    const other = Object.keys(map.by)
      .find((one) => one !== stage && byZone(map.by[one], year));
    const still = [["other", other, year], ["first", stage, 0], ["last", stage, last]];
    for (const [id, of, when] of still) {
      document.getElementById(`map-${id}-panel`).hidden = !of;
      if (!of) continue;
      const element = document.getElementById("map-" + id);
      document.getElementById(`map-${id}-title`).textContent = mapTitle(of, when);
      put(element, mapFigure(of, when, element));
    }
  });
})();
