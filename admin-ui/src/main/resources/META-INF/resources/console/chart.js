// A chart around uPlot. Its figures come from the server as one property; colours are names of CSS variables, so that it follows
// the colour scheme of the page.
const LIBRARY = new URL('../webjars/uplot/1.6.30/dist/uPlot.iife.min.js', import.meta.url).href;
const WHOLE_STEPS = [1, 2, 5].flatMap((step) => [...Array(8).keys()].map((power) => step * 10 ** power)).sort((a, b) => a - b);
const TIME_UNITS = { day: 86400, minute: 60 };

const library = new Promise((resolve, reject) => {
  const script = document.createElement('script');
  script.src = LIBRARY;
  script.onload = () => resolve(window.uPlot);
  script.onerror = () => reject(new Error('the chart library cannot be loaded'));
  document.head.append(script);
});

function two(number) {
  return String(number).padStart(2, '0');
}

function time(seconds, step) {
  const date = new Date(seconds * 1000);
  const day = `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (step >= TIME_UNITS.day) {
    return day;
  }
  return step >= TIME_UNITS.minute ? clock : `${clock}:${two(date.getUTCSeconds())}`;
}

function bytes(number) {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  let rest = number;
  while (rest >= 1024 && unit < units.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${rest >= 10 || unit === 0 ? Math.round(rest) : rest.toFixed(1)} ${units[unit]}`;
}

function plain(number) {
  return Number.isInteger(number) || Math.abs(number) >= 100 ? String(Math.round(number)) : String(+number.toFixed(2));
}

const WORDS = {
  share: (value) => `${plain(value * 100)} %`,
  seconds: (value) => (value < 1 ? `${Math.round(value * 1000)} ms` : `${plain(value)} s`),
  bytes,
  rate: (value) => `${plain(value)}/s`,
  factor: (value) => `${plain(value)}×`,
  count: plain,
};

class FigureChart extends HTMLElement {
  #figures;
  #plot;
  #shape;
  #probe;
  #width = 0;
  #resized = new ResizeObserver(() => this.#fit());
  #restyled = new MutationObserver(() => this.#rebuild());
  #scheme = window.matchMedia('(prefers-color-scheme: dark)');
  #schemeChanged = () => this.#rebuild();

  connectedCallback() {
    if (!this.#probe) {
      this.#probe = document.createElement('span');
      this.#probe.hidden = true;
      this.append(this.#probe);
    }
    // A value that was set before this class was known.
    if (Object.hasOwn(this, 'figures')) {
      const value = this.figures;
      delete this.figures;
      this.figures = value;
    }
    this.#resized.observe(this);
    this.#restyled.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'theme', 'class'] });
    this.#scheme.addEventListener('change', this.#schemeChanged);
    this.#rebuild();
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#restyled.disconnect();
    this.#scheme.removeEventListener('change', this.#schemeChanged);
    this.#drop();
  }

  set figures(value) {
    this.#figures = value;
    this.#show();
  }

  get figures() {
    return this.#figures;
  }

  #drop() {
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#shape = undefined;
  }

  #rebuild() {
    this.#drop();
    this.#show();
  }

  #fit() {
    const width = Math.floor(this.clientWidth);
    if (this.#plot && width > 0 && width !== this.#width) {
      this.#width = width;
      this.#plot.setSize({ width, height: this.#height() });
    }
  }

  #height() {
    return Number(this.getAttribute('height')) || 200;
  }

  /** The colour of a CSS variable as the canvas takes it, thinned by a percentage. */
  #colour(name, percent = 100) {
    this.#probe.style.color = `color-mix(in srgb, var(${name}) ${percent}%, transparent)`;
    return getComputedStyle(this.#probe).color;
  }

  async #show() {
    let Plot;
    try {
      Plot = await library;
    } catch (problem) {
      this.textContent = problem.message;
      return;
    }
    const figures = this.#figures;
    if (!figures || !this.isConnected) {
      return;
    }
    const data = [figures.x, ...figures.series.map((series) => series.values)];
    const shape = JSON.stringify([
      figures.kind, figures.unit, figures.top, figures.labels,
      figures.series.map((series) => [series.label, series.colour, series.fill]),
    ]);
    if (this.#plot && this.#shape === shape) {
      this.#plot.setData(data);
      return;
    }
    this.#drop();
    this.#shape = shape;
    this.#width = Math.max(120, Math.floor(this.clientWidth));
    this.#plot = new Plot(this.#options(Plot), data, this);
  }

  #options(Plot) {
    const figures = this.#figures;
    const isBars = figures.kind === 'bars';
    const words = WORDS[figures.unit] || WORDS.count;
    const axis = {
      stroke: this.#colour('--vaadin-text-color-secondary'),
      grid: { stroke: this.#colour('--line'), width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    };
    return {
      width: this.#width,
      height: this.#height(),
      padding: [12, 22, 0, 0],
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      legend: { show: figures.series.length > 0, live: true },
      scales: {
        x: { time: !isBars, range: isBars ? () => [-0.6, figures.x.length - 0.4] : undefined },
        y: { range: (plot, low, high) => this.#range(low, high) },
      },
      axes: [
        {
          ...axis,
          size: 30,
          space: 60,
          values: (plot, splits, index, space, step) =>
            splits.map((at) => (isBars ? this.#figures.labels[at] ?? '' : time(at, step))),
          ...(isBars ? { incrs: [1, 2, 5, 10, 20], grid: { show: false } } : {}),
        },
        {
          ...axis,
          size: 64,
          space: 36,
          values: (plot, splits) => splits.map(words),
          ...(figures.unit === 'count' ? { incrs: WHOLE_STEPS } : {}),
        },
      ],
      series: [
        {
          label: isBars ? 'Up to' : 'UTC',
          value: (plot, at) => (at == null ? '–' : isBars ? this.#figures.labels[at] ?? '' : time(at, 1)),
        },
        ...figures.series.map((series) => ({
          label: series.label,
          stroke: this.#colour(series.colour),
          width: isBars ? 0 : 1.8,
          fill: isBars ? this.#colour(series.colour, 85) : series.fill ? this.#colour(series.colour, 16) : undefined,
          points: { show: false },
          spanGaps: false,
          paths: isBars ? Plot.paths.bars({ size: [0.9, 60], gap: 1 }) : undefined,
          value: (plot, value) => (value == null ? '–' : words(value)),
        })),
      ],
      tzDate: (at) => Plot.tzDate(new Date(at * 1000), 'Etc/UTC'),
      hooks: { draw: [(plot) => this.#drawLines(plot)] },
    };
  }

  #range(low, high) {
    const figures = this.#figures;
    const lines = (figures.thresholds || []).map((line) => line.value);
    const top = Math.max(high ?? 0, ...lines, figures.top || 0);
    const bottom = figures.fromZero ? Math.min(0, low ?? 0) : Math.min(low ?? 0, ...lines);
    const room = (top - bottom) * 0.06;
    return top > bottom ? [figures.fromZero && bottom === 0 ? 0 : bottom - room, top + room] : [0, 1];
  }

  /** Thresholds lie across the chart, marks stand in it. */
  #drawLines(plot) {
    const figures = this.#figures;
    const { ctx, bbox } = plot;
    const scale = devicePixelRatio;
    ctx.save();
    ctx.font = `${11 * scale}px system-ui, sans-serif`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    ctx.lineWidth = 1.2 * scale;
    ctx.setLineDash([5 * scale, 4 * scale]);
    for (const line of figures.thresholds || []) {
      const y = Math.round(plot.valToPos(line.value, 'y', true));
      this.#line(ctx, line.colour, bbox.left, y, bbox.left + bbox.width, y);
      this.#name(ctx, line.label, bbox.left + 4 * scale, y - 4 * scale);
    }
    // Their names stand at the foot, away from those of the thresholds; one that would cover the name before it is left out.
    let free = bbox.left;
    for (const mark of [...(figures.marks || [])].sort((one, other) => one.x - other.x)) {
      const x = Math.round(plot.valToPos(mark.x, 'x', true));
      if (x >= bbox.left && x <= bbox.left + bbox.width) {
        this.#line(ctx, mark.colour, x, bbox.top, x, bbox.top + bbox.height);
        const width = ctx.measureText(mark.label).width + 8 * scale;
        const room = bbox.left + bbox.width - x;
        const left = room > width ? x + 4 * scale : x - width + 4 * scale;
        if (left >= free) {
          this.#name(ctx, mark.label, left, bbox.top + bbox.height - 5 * scale);
          free = left + width;
        }
      }
    }
    ctx.restore();
  }

  /** Words over whatever is drawn there: a rim in the colour of the page keeps them readable. */
  #name(ctx, words, x, y) {
    ctx.save();
    ctx.setLineDash([]);
    ctx.lineJoin = 'round';
    ctx.lineWidth = 4 * devicePixelRatio;
    ctx.strokeStyle = this.#colour('--vaadin-background-color');
    ctx.strokeText(words, x, y);
    ctx.fillText(words, x, y);
    ctx.restore();
  }

  #line(ctx, colour, fromX, fromY, toX, toY) {
    ctx.strokeStyle = this.#colour(colour);
    ctx.fillStyle = ctx.strokeStyle;
    ctx.beginPath();
    ctx.moveTo(fromX, fromY);
    ctx.lineTo(toX, toY);
    ctx.stroke();
  }
}

customElements.define('figure-chart', FigureChart);
