// Draws canvas[data-chart] with Chart.js in the colours of the theme. Data: kind, labels, series, unit, target.
const drawn = new Map();
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--pd-${name}`).trim();
const TONES = ["blue", "green", "amber", "violet", "red", "grey"];

function dataset(series, index, kind) {
  const tone = series.tone || TONES[index % TONES.length];
  const colour = ink(tone);
  const shape = { label: series.label, data: series.values, backgroundColor: colour, borderColor: colour };
  if (kind === "line") return { ...shape, borderWidth: 2, pointRadius: 2, tension: 0.25 };
  return { ...shape, borderRadius: 2, maxBarThickness: 22, categoryPercentage: 0.7, barPercentage: 0.95 };
}

function targetLine(data) {
  return { type: "line", label: data.target_label || "", data: data.labels.map(() => data.target), borderColor: ink("amber"), borderDash: [4, 4], borderWidth: 1.5, pointRadius: 0 };
}

function axis(stacked, grid, unit) {
  const ticks = { color: ink("text-3"), font: { size: 11 } };
  if (unit) ticks.callback = (value) => `${value}${unit}`;
  return { stacked, grid: { display: grid, color: ink("line-faint") }, border: { display: false }, ticks, beginAtZero: true };
}

function settings(data) {
  const stacked = data.kind === "stacked";
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const sideways = data.sideways ? "y" : "x";
  const value = axis(stacked, true, data.unit);
  const label = axis(stacked, false, "");
  return {
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: sideways,
    animation: still ? false : { duration: 180 },
    interaction: { mode: "index", intersect: false },
    scales: data.sideways ? { x: value, y: label } : { x: label, y: value },
    plugins: {
      legend: { display: data.series.length > 1, position: "top", align: "start", labels: { color: ink("text-2"), boxWidth: 9, boxHeight: 9, font: { size: 12 }, filter: (item) => Boolean(item.text) } },
      tooltip: { backgroundColor: ink("side"), titleColor: "#fff", bodyColor: "#fff" },
    },
  };
}

function draw(canvas) {
  drawn.get(canvas)?.destroy();
  const data = JSON.parse(canvas.dataset.chart);
  const datasets = data.series.map((series, index) => dataset(series, index, data.kind));
  if (data.target !== undefined) datasets.push(targetLine(data));
  Chart.defaults.font.family = ink("font");
  drawn.set(canvas, new Chart(canvas, { type: data.kind === "line" ? "line" : "bar", data: { labels: data.labels, datasets }, options: settings(data) }));
}

function drawAll(root) {
  root.querySelectorAll("canvas[data-chart]").forEach(draw);
}

drawAll(document);
document.addEventListener("desk:theme", () => drawAll(document));
document.addEventListener("htmx:afterSwap", (event) => drawAll(event.target));
