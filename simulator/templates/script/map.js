// Draws what simulator/reporting/map_figures.py specified, for the chosen stage and year.
(() => {
  const { data, choice, number, text, say, width, spec, put, cell } = report;
  const map = data.map;
  if (!map) return;
  // A map shows one stage: the chosen one, or the one whose promise is furthest off.
  const shown = () => ({ stage: map.by[choice.stage] ? choice.stage : map.stage, year: choice.year });

  function decode(rings, xs, ys) {
    for (const ring of rings) {
      if (xs.length) { xs.push(null); ys.push(null); }
      let x = 0, y = 0;
      for (let k = 0; k < ring.length; k += 2) {
        x += ring[k]; y += ring[k + 1];
        xs.push(x); ys.push(y);
      }
    }
  }

  function balanceOf(view, year, zone) {
    return Math.max(0, view.places[year][zone]) - view.needing[year][zone];
  }

  const warns = () => document.querySelector("input[name=mode]:checked").value === "warning";

  // In the early warning a zone's group is its class; −1, no admissions, is the last colour.
  function warnedGroup(stage, year, zone) {
    const level = map.warning.by[stage].level[year][zone];
    return level < 0 ? map.warning.colours.length - 1 : level;
  }

  function classOf(view, year, zone) {
    if (view.places[year][zone] < 0) return map.edges.length + 1;
    const balance = balanceOf(view, year, zone);
    return map.edges.filter((edge) => edge <= balance).length;
  }

  function mapFigure(stage, year, element) {
    const figure = spec("map");
    const view = map.by[stage];
    const traces = figure.data;
    const none = map.edges.length + 1;
    const zones = map.zones.id.map((_, z) => z);
    const warning = warns() && map.warning.by[stage];
    const groups = zones.map((z) => (
      warning ? warnedGroup(stage, year, z) : classOf(view, year, z)));
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
    points.hovertext = zones.map((z) => (warning ? say("warning.hover_zone", {
      name: text(map.zones.name[z]), town: text(map.zones.town[z]),
      children: number(warning.children[year][z]), seats: number(warning.seats[year][z]),
      level: text(map.warning.names[groups[z]][choice.lang]),
    }) : say("map.hover_zone", {
      name: text(map.zones.name[z]), town: text(map.zones.town[z]),
      needing: number(view.needing[year][z]), places: number(Math.max(0, view.places[year][z])),
      balance: number(balanceOf(view, year, z)),
      assumed: assumed.has(z) ? say("map.hover_assumed") : "",
    })));
    points.marker.color = groups.map((group) => colours[group]);
    points.marker.opacity = map.zones.rings.map((rings) => (rings.length ? 0 : 1));
    for (const planned of [false, true]) {
      const trace = traces[none + (planned ? 5 : 4)];
      const shown = map.campuses.name.map((_, c) => c).filter((c) =>
        map.campuses.planned[c] === planned && (view.campus_places[year][c] >= 0
          || (planned && view.campus_places.some((row) => row[c] >= 0))));
      const full = (c) => view.campus_places[year][c] >= 0
        && view.campus_pupils[year][c] > view.campus_places[year][c];
      const open = (c) => view.campus_places[year][c] >= 0;
      trace.x = shown.map((c) => map.campuses.x[c]);
      trace.y = shown.map((c) => map.campuses.y[c]);
      trace.hovertext = shown.map((c) => {
        const pupils = view.campus_pupils[year][c], places = view.campus_places[year][c];
        return say(open(c) ? "map.hover_campus" : "map.hover_planned", {
          name: text(map.campuses.name[c]), pupils: number(pupils), places: number(places),
          share: places > 0 ? number(Math.round((pupils / places) * 100)) + " %" : "—",
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

  // Names of towns stand off the circles of schools, and one that would lie on another is left out;
  // the first by name stay.
  function clear(figure, box) {
    const { layout } = figure;
    const [low, high] = layout.xaxis.range;
    const scale = box / (high - low);
    const circles = [];
    for (const trace of figure.data) {
      if (trace.marker && trace.marker.sizemode === "area") {
        trace.x.forEach((x, k) => circles.push({ x: x * scale, y: trace.y[k] * scale,
          r: Math.sqrt(trace.marker.size[k] / trace.marker.sizeref / 2) / 2 + 2 }));
      }
    }
    const kept = layout.annotations.filter((label) => label.name === "scale")
      .map((label) => ({ x: label.x * scale + 30, y: label.y * scale + 8, wide: 64 }));
    return layout.annotations.filter((label) => {
      if (label.name !== "town") return true;
      const wide = [...label.text].reduce((sum, c) => sum + (c > "\u2e80" ? 13 : 7), 4);
      const here = { x: label.x * scale, y: label.y * scale };
      const places = [];
      // no farther than stays in its own town, on a small map less
      const near = Math.min(1, box / 560);
      for (const dy of [0, 16 * near, -16 * near, 28 * near, -28 * near]) {
        for (const dx of [0, 20 * near, -20 * near]) {
          places.push({ x: here.x + dx, y: here.y + dy, dx, dy });
        }
      }
      const free = places.filter((at) => !kept.some((other) => (
        Math.abs(other.x - at.x) < (other.wide + wide) / 2 && Math.abs(other.y - at.y) < 20)));
      if (!free.length) return false;
      const covered = (at) => circles.filter((c) => Math.abs(c.x - at.x) < wide / 2 + c.r
        && Math.abs(c.y - at.y) < 9 + c.r).length;
      const best = free.reduce((a, b) => (covered(b) < covered(a) ? b : a));
      label.xshift = best.dx;
      label.yshift = best.dy;
      kept.push({ ...best, wide });
      return true;
    });
  }

  function mapTitle(stage, year) {
    if (warns()) {
      return say("warning.title", {
        grade: map.warning.by[stage].grade[choice.lang], year: map.years[year] });
    }
    return say("map.title", { stage: map.stage_names[stage][choice.lang], year: map.years[year] });
  }

  function table(name, heads, rows, firstHead) {
    const scroll = document.createElement("div");
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    const whole = document.createElement("table");
    const top = whole.createTHead().insertRow();
    heads.forEach((head, k) => {
      const th = cell("th", head, k >= firstHead);
      th.scope = "col";
      top.append(th);
    });
    const body = whole.createTBody();
    for (const row of rows) {
      const tr = body.insertRow();
      row.forEach((content, k) => {
        if (content instanceof Node) return void tr.append(content);
        const td = cell(k ? "td" : "th", content, k >= firstHead);
        if (!k) td.scope = "row";
        tr.append(td);
      });
    }
    scroll.append(whole);
    const sheet = document.createElement("div");
    sheet.className = "sheet";
    sheet.dataset.name = name;
    sheet.append(scroll);
    report.equip(sheet);
    return sheet;
  }

  function zoneRow(view, year, z) {
    const places = view.places[year][z];
    return [map.zones.name[z], map.zones.town[z], number(view.needing[year][z]),
      places < 0 ? "—" : number(places), number(balanceOf(view, year, z))];
  }

  function drawWorst() {
    const { stage: of, year } = shown();
    const view = map.by[of];
    const short = map.zones.id.map((_, z) => z).filter((z) => balanceOf(view, year, z) < 0)
      .sort((a, b) => balanceOf(view, year, a) - balanceOf(view, year, b) || a - b);
    const total = short.reduce((sum, z) => sum + balanceOf(view, year, z), 0);
    const stage = map.stage_names[of][choice.lang];
    document.getElementById("map-say").textContent = short.length
      ? say("map.say", { year: map.years[year], stage, n: number(short.length),
        short: number(-total), zone: map.zones.name[short[0]],
        worst: number(balanceOf(view, year, short[0])) })
      : say("map.say_none", { year: map.years[year], stage });
    const heads = ["zone", "town", "needing", "places", "balance"].map((key) => say("map." + key));
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
      rows.length ? table("worst-zones", [...heads, say("map.bar", {
        n: number(-balanceOf(view, year, short[0])) })], rows, 2) : document.createTextNode(""));
  }

  function drawZones() {
    if (!document.getElementById("map-data").open) return;
    const { stage, year } = shown();
    const view = map.by[stage];
    const heads = ["zone", "town", "needing", "places", "balance"].map((key) => say("map." + key));
    document.getElementById("map-table").replaceChildren(
      table("zones", heads, map.zones.id.map((_, z) => zoneRow(view, year, z)), 2));
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
  for (const mode of document.querySelectorAll("input[name=mode]")) {
    mode.addEventListener("change", () => drawMap(document.getElementById("map")));
  }
  document.getElementById("map-data").addEventListener("toggle", drawZones);

  // On paper the other stage of the chosen year, and the first and last year, stand beside the map.
  report.printers.push(() => {
    const { stage, year } = shown(), last = map.years.length - 1;
    const other = Object.keys(map.by).find((one) => one !== stage);
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
