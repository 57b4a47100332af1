"use strict";
// Draws what simulator/figures.py and map_figures.py specified; holds no number of its own.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const narrow = window.matchMedia("(max-width: 760px)");
  // Paper is laid out only after `beforeprint`, so widths on it are known, not measured, px:
  // A4 less its margins, half of it, and what the key leaves the map; charts but maps are 250 high.
  const PAPER = { whole: 680, half: 328, map: 490, height: 250 };
  let lang = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "zh";
  let printing = false;
  const drawn = new Set();

  const number = (n) => n.toLocaleString("en-US").replace("-", "−");
  const text = (s) => s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const say = (key, values) => fill(data.words[key][lang === "zh" ? 0 : 1], values || {});

  // A figure is sent once, in Chinese; English is the list of leaves that differ.
  function spec(id) {
    const figure = structuredClone(data.figures[id].zh);
    if (lang === "en") {
      for (const [path, value] of data.figures[id].en) {
        let node = figure;
        for (const step of path.slice(0, -1)) node = node[step];
        node[path[path.length - 1]] = value;
      }
    }
    return figure;
  }

  function width(element) {
    if (!printing) return element.clientWidth;
    if (element.id === "map") return PAPER.map;
    if (element.classList.contains("still")) return PAPER.half;
    return element.closest(".row").children.length > 1 ? PAPER.half : PAPER.whole;
  }

  function thin(axis, every) {
    if (axis.tickvals && axis.tickvals.length > 6) {
      axis.tickvals = axis.tickvals.filter((_, k) => k % every === 0);
    }
  }

  function fit(figure, element) {
    const layout = figure.layout;
    if (printing) {
      layout.width = width(element);
      if (!layout.yaxis.scaleanchor) layout.height = Math.min(layout.height, PAPER.height);
      layout.font.size = 11;
      thin(layout.xaxis, layout.width < PAPER.map ? 2 : 1);
    } else if (narrow.matches) {
      layout.height = Math.min(layout.height, 320);
      layout.font.size = 12;
      thin(layout.xaxis, 3);
    }
    return figure;
  }

  function put(element, figure) {
    fit(figure, element);
    element.style.minHeight = figure.layout.height + "px";
    Plotly.react(element, figure.data, figure.layout, {
      displayModeBar: false,
      responsive: !printing,
      scrollZoom: false,
      doubleClick: false,
    });
    drawn.add(element.id);
  }

  function draw(element) {
    if (element.id === "map") {
      drawMap();
    } else if (!element.classList.contains("still")) {
      const small = printing ? width(element) < PAPER.map : narrow.matches;
      const turned = small && element.dataset.narrow;
      put(element, spec(turned || element.id));
    }
  }

  // --- the map --------------------------------------------------------------------------------
  const map = data.map;
  const choice = map && { stage: map.stage, year: map.years.indexOf(map.year) };

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
    const groups = zones.map((z) => classOf(view, year, z));
    for (let group = 0; group <= none; group += 1) {
      const xs = [], ys = [];
      for (const z of zones) if (groups[z] === group) decode(map.zones.rings[z], xs, ys);
      traces[group].x = xs; traces[group].y = ys;
    }
    const dashX = [], dashY = [];
    const assumed = new Set(view.assumed[year]);
    for (const z of zones) if (assumed.has(z)) decode(map.zones.rings[z], dashX, dashY);
    Object.assign(traces[none + 1], { x: dashX, y: dashY });
    const points = traces[none + 3];
    points.x = map.zones.x; points.y = map.zones.y;
    points.hovertext = zones.map((z) => say("map.hover_zone", {
      name: text(map.zones.name[z]), town: text(map.zones.town[z]),
      needing: number(view.needing[year][z]), places: number(Math.max(0, view.places[year][z])),
      balance: number(balanceOf(view, year, z)),
      assumed: assumed.has(z) ? say("map.hover_assumed") : "",
    }));
    points.marker.color = groups.map((group) => map.colours[group]);
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
    figure.layout.annotations = clear(figure.layout, width(element));
    // as wide as the panel and no taller than the district needs
    figure.layout.height = Math.max(240, Math.min(640, Math.round(width(element) * map.aspect)));
    return figure;
  }

  // Names of towns that would lie on another are left out, the first by name stay.
  function clear(layout, box) {
    const [low, high] = layout.xaxis.range;
    const scale = box / (high - low);
    const kept = [];
    return layout.annotations.filter((label) => {
      if (label.name !== "town") return true;
      const wide = [...label.text].reduce((sum, c) => sum + (c > "\u2e80" ? 13 : 7), 4);
      const at = { x: label.x * scale, y: label.y * scale, wide };
      if (kept.some((other) => Math.abs(other.x - at.x) < (other.wide + wide) / 2
        && Math.abs(other.y - at.y) < 20)) return false;
      kept.push(at);
      return true;
    });
  }

  function mapTitle(stage, year) {
    return say("map.title", { stage: map.stage_names[stage][lang], year: map.years[year] });
  }

  function cell(tag, content, numeric) {
    const element = document.createElement(tag);
    element.textContent = content;
    if (numeric) element.className = "n";
    return element;
  }

  function table(heads, rows, firstHead) {
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
    return scroll;
  }

  function zoneRow(view, year, z) {
    const places = view.places[year][z];
    return [map.zones.name[z], map.zones.town[z], number(view.needing[year][z]),
      places < 0 ? "—" : number(places), number(balanceOf(view, year, z))];
  }

  function drawWorst() {
    const view = map.by[choice.stage], year = choice.year;
    const short = map.zones.id.map((_, z) => z).filter((z) => balanceOf(view, year, z) < 0)
      .sort((a, b) => balanceOf(view, year, a) - balanceOf(view, year, b) || a - b);
    const total = short.reduce((sum, z) => sum + balanceOf(view, year, z), 0);
    const stage = map.stage_names[choice.stage][lang];
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
      rows.length ? table([...heads, ""], rows, 2) : document.createTextNode(""));
  }

  function drawZones() {
    if (!document.getElementById("map-data").open) return;
    const view = map.by[choice.stage];
    const heads = ["zone", "town", "needing", "places", "balance"].map((key) => say("map." + key));
    document.getElementById("map-table").replaceChildren(
      table(heads, map.zones.id.map((_, z) => zoneRow(view, choice.year, z)), 2));
  }

  function drawMap() {
    document.getElementById("map-title").textContent = mapTitle(choice.stage, choice.year);
    document.getElementById("map-year-shown").textContent = map.years[choice.year];
    document.getElementById("map-year").setAttribute("aria-valuetext", map.years[choice.year]);
    const element = document.getElementById("map");
    put(element, mapFigure(choice.stage, choice.year, element));
    drawWorst();
    drawZones();
  }

  if (map) {
    document.getElementById("map-stage").addEventListener("change", (event) => {
      choice.stage = event.target.value;
      drawMap();
    });
    document.getElementById("map-year").addEventListener("input", (event) => {
      choice.year = Number(event.target.value);
      drawMap();
    });
    document.getElementById("map-data").addEventListener("toggle", drawZones);
  }

  // --- the ledger -----------------------------------------------------------------------------
  const showAll = document.getElementById("ledger-all");
  if (showAll) {
    showAll.addEventListener("click", () => {
      const body = document.querySelector("#ledger tbody");
      const columns = [...document.querySelectorAll("#ledger thead th")]
        .map((th) => th.classList.contains("n"));
      for (const row of data.ledger) {
        const tr = body.insertRow();
        tr.className = "extra";
        row.forEach((content, k) => {
          const td = cell(k ? "td" : "th", "", columns[k]);
          if (typeof content === "string") td.textContent = content;
          else {
            for (const [code, words] of [["zh-CN", content[0]], ["en", content[1]]]) {
              const span = cell("span", words);
              span.lang = code;
              td.append(span);
            }
          }
          tr.append(td);
        });
      }
      showAll.remove();
    });
  }

  // --- language, size, paper --------------------------------------------------------------------
  function redraw() {
    for (const id of drawn) {
      const element = document.getElementById(id);
      if (!element.classList.contains("still")) draw(element);
    }
  }

  function setLang(next) {
    lang = next;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = data.title[lang];
    const button = document.getElementById("switch");
    button.textContent = lang === "zh" ? "English" : "中文";
    button.lang = lang === "zh" ? "en" : "zh-CN";
    for (const option of document.querySelectorAll("option[data-zh]")) {
      option.textContent = option.dataset[lang];
    }
    redraw();
  }

  document.getElementById("switch").addEventListener("click", () => {
    setLang(lang === "zh" ? "en" : "zh");
  });
  narrow.addEventListener("change", () => { if (!printing) redraw(); });

  window.addEventListener("beforeprint", () => {
    printing = true;
    for (const element of document.querySelectorAll(".plot:not(.still)")) draw(element);
    if (!map) return;
    for (const [id, year] of [["map-first", 0], ["map-last", map.years.length - 1]]) {
      const element = document.getElementById(id);
      document.getElementById(id + "-title").textContent = mapTitle(choice.stage, year);
      const figure = mapFigure(choice.stage, year, element);
      put(element, figure);
    }
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    redraw();
  });

  setLang(lang);
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting && !drawn.has(entry.target.id)) {
        watcher.unobserve(entry.target);
        draw(entry.target);
      }
    }
  }, { rootMargin: "600px" });
  for (const element of document.querySelectorAll(".plot:not(.still)")) watcher.observe(element);
})();
