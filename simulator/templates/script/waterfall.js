// The way from children to places, for the chosen stage and year: fills the frame that
// simulator/reporting/waterfall_figures.py drew for another.
(() => {
  const { data, choice, state, narrow, say, spec, put } = report;
  if (!data.figures.waterfall) return;

  function filled(view, small) {
    const figure = spec(small ? "waterfall-narrow" : "waterfall");
    const [bars, labels] = figure.data;
    const { layout } = figure;
    const before = layout.yaxis.tickvals.length, count = view.steps.length;
    const rows = view.steps.map((_, k) => k);
    const names = view.steps.map((name) => say("waterfall." + name));
    const printed = view.printed[choice.lang];
    Object.assign(bars, {
      y: rows,
      x: rows.map((k) => view.end[k] - view.start[k]),
      base: view.start,
      customdata: rows.map((k) => say("waterfall.hover", { step: names[k], n: printed[k] })),
    });
    bars.marker.color = view.colour;
    Object.assign(labels, { y: rows, x: view.end, text: printed.map((n) => "\u2002" + n) });
    labels.textfont.color = view.ink;
    const line = layout.shapes[0];
    layout.shapes = view.lines.map(([at, upper, lower]) => (
      { ...line, x0: at, x1: at, y0: upper + 0.33, y1: lower - 0.33 }));
    Object.assign(layout.yaxis, { range: [count - 0.4, -0.6], tickvals: rows, ticktext: names });
    layout.xaxis.range = [0, (Math.max(...view.end) || 1) * (small ? 1.5 : 1.14)];
    layout.height += (count - before) * (small ? data.waterfall_rows[1] : data.waterfall_rows[0]);
    return figure;
  }

  report.drawers.waterfall = (element) => {
    const stages = Object.keys(data.waterfall);
    const stage = stages.includes(choice.stage) ? choice.stage : stages[0];
    const view = data.waterfall[stage][choice.year];
    document.getElementById("waterfall-title").textContent = view.title[choice.lang];
    document.getElementById("waterfall-say").textContent = view.say[choice.lang];
    put(element, filled(view.fill, !state.printing && narrow.matches));
  };
})();
