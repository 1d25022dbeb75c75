// A dot that says whether the figures on the page are fresh, and that a person is there.
const STALE_MILLIS = 5000;
const ACTIVITY_MILLIS = 60000;
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'];

class LiveDot extends HTMLElement {
  #last = performance.now();
  #reported = 0;
  #beat = 0;
  #timer;
  #seen = () => this.#report();

  connectedCallback() {
    if (!this.firstChild) {
      const text = document.createElement('span');
      text.className = 'live-dot-text';
      text.setAttribute('role', 'status');
      text.textContent = 'Live';
      this.append(text);
    }
    // A value that was set before this class was known.
    if (Object.hasOwn(this, 'beat')) {
      const value = this.beat;
      delete this.beat;
      this.beat = value;
    }
    this.#timer = setInterval(() => this.#look(), 1000);
    SIGNS.forEach((sign) => window.addEventListener(sign, this.#seen, { passive: true, capture: true }));
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    SIGNS.forEach((sign) => window.removeEventListener(sign, this.#seen, { capture: true }));
    document.documentElement.removeAttribute('data-stale');
  }

  /** How many times figures have come to this page. */
  get beat() {
    return this.#beat;
  }

  set beat(value) {
    this.#beat = value;
    this.#last = performance.now();
    this.#look();
  }

  #look() {
    if (!this.firstChild) {
      return; // not on the page yet
    }
    const millis = performance.now() - this.#last;
    const stale = millis > STALE_MILLIS;
    this.toggleAttribute('stale', stale);
    document.documentElement.toggleAttribute('data-stale', stale);
    const words = stale ? `No data for ${Math.round(millis / 1000)} s` : 'Live';
    if (this.firstChild.textContent !== words) {
      this.firstChild.textContent = words;
    }
  }

  #report() {
    const now = performance.now();
    if (this.#reported === 0 || now - this.#reported > ACTIVITY_MILLIS) {
      this.#reported = now;
      this.dispatchEvent(new CustomEvent('activity'));
    }
  }
}

customElements.define('live-dot', LiveDot);
