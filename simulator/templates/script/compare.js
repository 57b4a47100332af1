// Repaints what simulator/comparing/figures.py drew, for the chosen scenario, stage and year.
(() => {
  const { data, choice, state, narrow, number, text, say, word, spec, put } = report;
  const all = data.compare;
  choice.scenario = data.scenario;
  const lang = () => (choice.lang === "zh" ? 0 : 1);
  const scope = () => Object.keys(all.scopes).indexOf(choice.stage);
  const valueOf = (measure, k) => all.values[measure][k][scope()][choice.year];

  const DIGITS = { share: 1, per_1000: 1, "pupils per class": 1, posts: 1 };

  function shown(value, unit, sign) {
    if (value === null) return "—";
    const digits = DIGITS[unit] || 0;
    const full = unit === "share" ? value * 100 : value;
    const rounded = Number(full.toFixed(digits)) + 0;
    const said = rounded.toLocaleString("en-US", {
      minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−");
    return sign && rounded > 0 ? "+" + said : said;
  }

  const minus = (a, b) => (a === null || b === null ? null : a - b);

  // Where in its row each dot stands, as figures.placed() does.
  function placed(shares, small) {
    const found = shares.map(() => null), taken = all.lanes.map(() => []);
    const first = (k) => (k === choice.scenario ? 0 : 1);
    const order = shares.map((_, k) => k)
      .filter((k) => k > 0 && (k === choice.scenario || shares[k]))
      .sort((a, b) => first(a) - first(b) || (shares[a] || 0) - (shares[b] || 0) || a - b);
    for (const k of order) {
      if (shares[k] === null) continue;
      const free = taken.findIndex((lane) => lane.every((x) => (
        Math.abs(shares[k] - x) >= all.apart[small ? 1 : 0])));
      const lane = free < 0 ? all.lanes.length - 1 : free;
      taken[lane].push(shares[k]);
      found[k] = all.lanes[lane];
    }
    return found;
  }

  function dots(small) {
    const figure = spec(small ? "dots-narrow" : "dots");
    const scales = all.scales[choice.stage];
    const shares = all.rows.map((name, r) => all.letters.map((_, k) => {
      const difference = minus(valueOf(name, k), valueOf(name, 0));
      return difference === null ? null : Number((difference / scales[r]).toFixed(4));
    }));
    const lane = shares.map((row) => placed(row, small));
    all.letters.slice(1).forEach((letter, place) => {
      const k = place + 1, ahead = k === choice.scenario, trace = figure.data[place];
      const differences = all.rows.map((name) => minus(valueOf(name, k), valueOf(name, 0)));
      trace.x = all.rows.map((_, r) => (lane[r][k] === null ? null : shares[r][k]));
      trace.y = all.rows.map((_, r) => (lane[r][k] === null ? null : r + lane[r][k]));
      trace.textfont.color = ahead ? "#FFFFFF" : all.colours.letter;
      trace.marker.size = ahead ? 17 : 15;
      trace.marker.color = ahead ? all.colours.chosen : "#FFFFFF";
      trace.marker.line.color = ahead ? all.colours.chosen : all.colours.other;
      trace.customdata = all.rows.map((name, r) => say("compare.dots_hover", {
        letter, name: text(word(all.shorts[k])), measure: word(all.measures[name].name),
        value: shown(valueOf(name, k), all.measures[name].unit),
        reference: shown(valueOf(name, 0), all.measures[name].unit),
        difference: shown(differences[r], all.measures[name].unit, true),
      }));
    });
    const last = figure.data[all.letters.length - 1];
    last.text = all.rows.map((name) => shown(
      minus(valueOf(name, choice.scenario), valueOf(name, 0)), all.measures[name].unit, true));
    // The chosen one lies on top.
    const [front] = figure.data.splice(choice.scenario - 1, 1);
    figure.data.push(front);
    figure.layout.yaxis.ticktext = all.labels[choice.stage][small ? 1 : 0][lang()];
    return figure;
  }

  report.drawers.dots = (element) => {
    const title = document.getElementById("dots-title");
    title.textContent = say("compare.dots_title", {
      stage: word(all.scopes[choice.stage]), year: data.years[choice.year] });
    put(element, dots(!state.printing && narrow.matches));
  };

  const look = (k) => all.looks[k === 0 ? 0 : k === choice.scenario ? 1 : 2];

  function lines(measure) {
    const name = `line-${measure}-${choice.stage}`;
    if (!data.figures[name]) return null;
    const figure = spec(name);
    const leads = figure.data.pop();
    figure.data.forEach((trace, k) => { Object.assign(trace.line, look(k)); });
    for (const note of figure.layout.annotations) {
      const k = all.letters.indexOf(note.name);
      if (k < 0) continue;
      const named = k === 0 || k === choice.scenario;
      note.font.color = named ? look(k).color : all.colours.letter;
      note.font.size = named ? 13 : 12;
    }
    // The reference and the chosen one lie on top.
    const front = figure.data.filter((_, k) => k === 0 || k === choice.scenario);
    figure.data = [leads, ...figure.data.filter((trace) => !front.includes(trace)), ...front];
    return figure;
  }

  for (const measure of all.lines) {
    const id = `line-${measure}`, about = all.measures[measure];
    report.drawers[id] = (element) => {
      document.getElementById(`${id}-title`).textContent = say("compare.lines_title", {
        measure: word(about.name), stage: word(all.scopes[choice.stage]) });
      const figure = lines(measure);
      const before = valueOf(measure, 0), after = valueOf(measure, choice.scenario);
      document.getElementById(`${id}-say`).textContent = figure ? say("compare.say_line", {
        year: data.years[choice.year], name: word(all.shorts[choice.scenario]),
        before: shown(before, about.unit), after: shown(after, about.unit),
        difference: shown(minus(after, before), about.unit, true) }) : "—";
      if (!figure) {
        element.replaceChildren();
        return;
      }
      band(figure);
      put(element, figure);
    };
  }

  // A light band behind the chosen year.
  function band(figure) {
    if (state.printing) return;
    const at = data.years[choice.year];
    figure.layout.shapes = [...(figure.layout.shapes || []), {
      type: "rect", x0: at - 0.5, x1: at + 0.5, y0: 0, y1: 1, yref: "paper",
      fillcolor: "#1F2933", opacity: 0.08, line: { width: 0 }, layer: "below" }];
  }

  function follow() {
    const chooser = document.getElementById("scenario");
    chooser.value = choice.scenario;
    for (const part of document.querySelectorAll(".matters")) {
      part.hidden = Number(part.dataset.scenario) !== choice.scenario;
    }
    for (const li of document.querySelectorAll(".key.letters li")) {
      li.classList.toggle("chosen", Number(li.dataset.letter) === choice.scenario);
    }
  }

  document.getElementById("scenario").addEventListener("change", (event) => {
    report.choose({ scenario: Number(event.target.value) });
  });
  document.getElementById("filters").addEventListener("reset", () => {
    choice.scenario = data.scenario;
  });
  report.followers.push(follow);
  Object.assign(report, { shown, number });
})();
