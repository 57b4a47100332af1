// Draws what simulator/comparing/picture.py specified: one scenario against the reference.
(() => {
  const { data, choice, number, text, say, word, width, spec, put, decode, clear, table } = report;
  const map = data.map;
  if (!map) return;
  const measure = () => document.querySelector("input[name=measure]:checked").value;
  // A sum of stages shows the stage the page began with.
  const stage = () => (map.by[choice.stage] ? choice.stage : map.stage);
  const plus = (n) => (n > 0 ? "+" + number(n) : number(n));

  // The reference's row, and that of a scenario: the same with its changes.
  function rows(sent) {
    const before = sent.reference[choice.year], after = before.slice();
    const changes = sent.changes[choice.scenario][choice.year];
    for (let k = 0; k < changes.length; k += 2) after[changes[k]] += changes[k + 1];
    return [before, after];
  }

  function zones() {
    const by = map.by[stage()], name = measure();
    if (name !== "balance") return rows(by[name]);
    const [placesBefore, placesAfter] = rows(by.places);
    const [needBefore, needAfter] = rows(by.needing);
    return [placesBefore.map((p, z) => p - needBefore[z]), placesAfter.map((p, z) => p - needAfter[z])];
  }

  function classOf(difference, [middle, outer]) {
    const size = Math.abs(difference);
    return 3 + Math.sign(difference) * ((size > 0) + (size >= middle) + (size >= outer));
  }

  function figureOf(element) {
    const figure = spec("map");
    const [before, after] = zones();
    const groups = before.map((n, z) => classOf(after[z] - n, map.edges[measure()]));
    map.colours.forEach((_, group) => {
      const xs = [], ys = [];
      groups.forEach((own, z) => { if (own === group) decode(map.zones.rings[z], xs, ys); });
      Object.assign(figure.data[group], { x: xs, y: ys });
    });
    const points = figure.data[map.colours.length + 1];
    points.x = map.zones.x;
    points.y = map.zones.y;
    points.hovertext = before.map((n, z) => say("compare.map_hover", {
      name: text(map.zones.name[z]), town: text(map.zones.town[z]),
      before: number(n), after: number(after[z]), difference: plus(after[z] - n) }));
    points.marker.color = groups.map((group) => map.colours[group]);
    points.marker.opacity = map.zones.rings.map((rings) => (rings.length ? 0 : 1));
    const [pupils, others] = rows(map.by[stage()].pupils);
    const shrink = Math.min(1, width(element) / 560);
    [1, -1].forEach((side, k) => {
      const trace = figure.data[map.colours.length + 2 + k];
      const shown = pupils.map((_, c) => c).filter((c) => Math.sign(others[c] - pupils[c]) === side);
      trace.x = shown.map((c) => map.campuses.x[c]);
      trace.y = shown.map((c) => map.campuses.y[c]);
      trace.hovertext = shown.map((c) => say("compare.map_hover_campus", {
        name: text(map.campuses.name[c]), before: number(pupils[c]), after: number(others[c]),
        difference: plus(others[c] - pupils[c]) }));
      trace.marker.size = shown.map((c) => Math.max(Math.abs(others[c] - pupils[c]), map.least));
      trace.marker.sizeref /= shrink * shrink;
    });
    figure.layout.annotations = clear(figure, width(element));
    figure.layout.height = Math.max(240, Math.min(640, Math.round(width(element) * map.aspect)));
    return figure;
  }

  const heads = () => [say("map.zone"), say("map.town"), say("compare.map_before"),
    say("compare.map_after"), say("compare.map_difference")];

  function rowsOf(most) {
    const [before, after] = zones();
    const changed = before.map((_, z) => z).filter((z) => before[z] !== after[z])
      .sort((a, b) => Math.abs(after[b] - before[b]) - Math.abs(after[a] - before[a]) || a - b);
    return changed.slice(0, most).map((z) => [map.zones.name[z], map.zones.town[z],
      number(before[z]), number(after[z]), plus(after[z] - before[z])]);
  }

  function tell() {
    const [before, after] = zones();
    const changes = before.map((n, z) => after[z] - n);
    const most = changes.reduce((best, n, z) => (
      Math.abs(n) > Math.abs(changes[best]) ? z : best), 0);
    const values = { year: data.years[choice.year], stage: word(map.stage_names[stage()]) };
    document.getElementById("map-say").textContent = changes.some((n) => n)
      ? say("compare.map_say", { ...values, better: number(changes.filter((n) => n > 0).length),
        worse: number(changes.filter((n) => n < 0).length), zone: map.zones.name[most],
        n: plus(changes[most]) })
      : say("compare.map_say_none", values);
    const listed = rowsOf(10);
    document.getElementById("worst").replaceChildren(
      listed.length ? table("zones-most", heads(), listed, 2) : document.createTextNode(""));
    const open = document.getElementById("map-data").open;
    document.getElementById("map-table").replaceChildren(
      open ? table("zones", heads(), rowsOf(Infinity), 2) : document.createTextNode(""));
  }

  function draw(element) {
    const name = measure();
    const [letters, shorts] = [data.compare.letters, data.compare.shorts];
    document.getElementById("map-title").textContent = say("compare.map_title", {
      stage: word(map.stage_names[stage()]), year: data.years[choice.year],
      letter: letters[choice.scenario], name: word(shorts[choice.scenario]),
      measure: word(map.measures[name]) });
    document.getElementById("map-key").textContent = say("compare.map_key", {
      measure: word(map.measures[name]) });
    document.querySelectorAll(".scale .step").forEach((step, group) => {
      step.textContent = word(map.names[name][group]);
    });
    put(element, figureOf(element));
    tell();
  }

  report.drawers.map = draw;
  for (const radio of document.querySelectorAll("input[name=measure]")) {
    radio.addEventListener("change", () => draw(document.getElementById("map")));
  }
  document.getElementById("map-data").addEventListener("toggle", tell);
})();
