"use strict";
// Words, numbers, the chosen language, stage and year, and the drawing of charts. Holds no number
// of its own: everything shown stands in the data or in the tables of the page.
const report = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  // Rows that follow one another with the same stage and year have these sent once.
  for (const table of Object.values(data.live)) {
    let at = 0;
    for (const [stage, year, count] of table.runs || []) {
      for (const end = at + count; at < end; at += 1) {
        table.rows[at] = [stage, year, ...table.rows[at]];
      }
    }
  }
  const root = document.documentElement;
  const narrow = window.matchMedia("(max-width: 760px)");
  // Paper is laid out only after `beforeprint`, so widths on it are known, not measured, px:
  // A4 less its margins, half and a third of it, and what the key leaves the map; charts but maps
  // are 250 high.
  const PAPER = { whole: 680, half: 328, map: 490, height: 250, cohorts: 360, still: 220 };
  const choice = {
    lang: new URLSearchParams(location.search).get("lang") === "en" ? "en" : "zh",
    stage: data.stage || "",
    year: data.years.indexOf(data.year),
  };
  const state = { printing: false, charts: false };  // charts: their library is there
  const drawn = new Set();
  const drawers = {};  // id of a plot → how it is drawn, where it is not a figure of the data
  const clicked = {};  // id of a plot, or its beginning → the id of the figure at a point
  const followers = [];  // told when stage, year or language change
  const printers = [];  // told before paper is laid out
  const restorers = [];  // told when it has been

  const number = (n) => n.toLocaleString("en-US").replace("-", "−");
  // A figure as it is printed: a share in percent, others with the decimals of their column.
  function printed(value, how) {
    // A date, as the tables of the page write it: in Chinese in words.
    const day = choice.lang === "zh" && /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
    if (day) return `${day[1]}年${Number(day[2])}月${Number(day[3])}日`;
    if (value === null) return "—";
    if (typeof value !== "number") return value;
    if (how.share) return number(Math.round(value * 1000) / 10) + " %";
    const tens = 10 ** (how.decimals === undefined ? 6 : how.decimals);
    return number(Math.round(value / (how.scale || 1) * tens) / tens);
  }
  const text = (s) => s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  // {n:town|towns} is a count and its noun, which bends.
  const fill = (words, values) => words.replace(
    /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g,
    (_, key, one, many) => (one === undefined ? values[key]
      : `${values[key]} ${String(values[key]) === "1" ? one : many}`));
  const say = (key, values) => fill(data.words[key][choice.lang === "zh" ? 0 : 1], values || {});
  // A word is sent as [Chinese, English], a name as itself.
  const word = (pair) => (Array.isArray(pair) ? pair[choice.lang === "zh" ? 0 : 1] : pair);
  const year = () => data.years[choice.year];

  // A figure is sent once, in Chinese; English is the list of leaves that differ. A figure much
  // like another is sent as that one and what differs.
  function spec(id) {
    const sent = data.figures[id];
    const figure = structuredClone(sent.of ? data.figures[sent.of].zh : sent.zh);
    if (sent.of) alter(figure, sent.zh);
    if (choice.lang === "en") alter(figure, sent.en);
    return figure;
  }

  function alter(figure, changes) {
    for (const [path, value] of structuredClone(changes)) {
      let node = figure;
      for (const step of path.slice(0, -1)) node = node[step];
      node[path[path.length - 1]] = value;
    }
  }

  function width(element) {
    if (!state.printing) return element.clientWidth;
    if (element.id === "map") return PAPER.map;
    if (element.classList.contains("still")) return PAPER.still;
    const row = element.closest(".row");
    return row && row.querySelectorAll(":scope > :not([hidden])").length > 1
      ? PAPER.half : PAPER.whole;
  }

  function thin(axis, every) {
    if (axis.tickvals && axis.tickvals.length > 6) {
      axis.tickvals = axis.tickvals.filter((_, k) => k % every === 0);
    }
  }

  function fit(figure, element) {
    const layout = figure.layout;
    if (state.printing) {
      layout.width = width(element);
      const most = element.id === "cohorts" ? PAPER.cohorts
        : element.dataset.tall ? layout.height : PAPER.height;
      if (!layout.yaxis.scaleanchor) layout.height = Math.min(layout.height, most);
      layout.font.size = 11;
      thin(layout.xaxis, layout.width < PAPER.map ? 2 : 1);
    } else if (narrow.matches) {
      if (!element.dataset.tall) layout.height = Math.min(layout.height, 320);
      layout.font.size = 12;
      thin(layout.xaxis, 3);
    }
    return figure;
  }

  // A light band behind the chosen year.
  function band(figure, element, turned) {
    const axis = element.dataset.axis;
    if (!axis || state.printing) return;
    const at = axis === "year" ? year() : choice.year;
    const span = turned ? { y0: at - 0.5, y1: at + 0.5, x0: 0, x1: 1, xref: "paper" }
      : { x0: at - 0.5, x1: at + 0.5, y0: 0, y1: 1, yref: "paper" };
    const look = axis === "year"
      ? { fillcolor: "#1F2933", opacity: 0.08, line: { width: 0 }, layer: "below" }
      : { line: { color: "#1F2933", width: 2 } };
    figure.layout.shapes = [...(figure.layout.shapes || []), { type: "rect", ...span, ...look }];
  }

  function put(element, figure) {
    fit(figure, element);
    element.style.minHeight = figure.layout.height + "px";
    // paper parts a chart whose height is only that of what floats in it
    element.style.height = state.printing ? figure.layout.height + "px" : "";
    Plotly.react(element, figure.data, figure.layout, {
      displayModeBar: false,
      responsive: !state.printing,
      scrollZoom: false,
      doubleClick: false,
    });
    drawn.add(element.id);
    const explain = clicked[element.id] || clicked[element.id.replace(/-.*/, "-")];
    if (!explain || element.dataset.asks) return;
    element.dataset.asks = "1";
    element.on("plotly_click", (event) => {
      const id = explain(event.points[0], element);
      if (id) report.explain(id, true);
    });
  }

  function draw(element) {
    if (!state.charts) return;
    if (element.closest("[hidden]")) return void drawn.delete(element.id);
    if (drawers[element.id]) return void drawers[element.id](element);
    if (element.classList.contains("still")) return;
    const small = state.printing ? width(element) < PAPER.map : narrow.matches;
    const turned = small && element.dataset.narrow;
    const figure = spec(turned || element.id);
    band(figure, element, Boolean(turned));
    put(element, figure);
  }

  function redraw() {
    for (const id of [...drawn]) {
      const element = document.getElementById(id);
      if (!element.classList.contains("still")) draw(element);
    }
  }

  function cell(tag, content, numeric) {
    const element = document.createElement(tag);
    element.textContent = content;
    if (numeric) element.className = "n";
    return element;
  }

  // A figure or a name that opens its calculation.
  function figure(id, words) {
    const button = cell("button", words);
    button.type = "button";
    button.className = "fig";
    button.dataset.calc = id;
    return button;
  }

  // Panels and rows of other stages are hidden; those of no stage stay.
  function hide() {
    for (const element of document.querySelectorAll("main [data-stage]")) {
      const own = element.dataset.stage;
      element.hidden = Boolean(choice.stage) && !own.split(" ").includes(choice.stage);
    }
    for (const section of document.querySelectorAll(".row")) {
      section.hidden = [...section.children].every((child) => child.hidden);
    }
    for (const th of document.querySelectorAll(".key-figures thead th")) {
      const here = th.textContent.trim() === String(year());
      for (const row of th.closest("table").rows) {
        row.cells[th.cellIndex].classList.toggle("chosen", here);
      }
    }
  }

  function choose(change) {
    Object.assign(choice, change);
    document.getElementById("stage").value = choice.stage;
    const slider = document.getElementById("year");
    slider.value = choice.year;
    slider.setAttribute("aria-valuetext", year());
    document.getElementById("year-shown").textContent = year();
    hide();
    for (const follow of followers) follow();
    redraw();
    watch();
  }

  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting && !drawn.has(entry.target.id)) {
        watcher.unobserve(entry.target);
        draw(entry.target);
      }
    }
  }, { rootMargin: "600px" });

  function watch() {
    for (const element of document.querySelectorAll(".plot:not(.still)")) {
      if (!drawn.has(element.id)) {
        watcher.unobserve(element);
        watcher.observe(element);
      }
    }
  }

  return {
    data, root, narrow, choice, state, drawn, drawers, clicked, followers, printers, restorers, number, text, say, word, year,
    spec, width, put, draw, redraw, cell, figure, printed, choose, watch, hide,
  };
})();
