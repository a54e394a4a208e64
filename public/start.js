/**
 * Puts the start page (index.html) into the reader's language, and says what is wrong where the app
 * cannot start: ECMAScript 5 for any browser, and never an error of its own.
 */
(function () {
  'use strict';

  /** `texts` by `data-text`, with two sentences at their end; written by scripts/start-words.ts. */
  var ALL = /*words*/ { languages: {}, preset: '' }; /*words*/
  var page = document.getElementById('start');
  var sentences = null;
  /** Places in `sentences`. */
  var MISSING = 0;
  var BROWSER_SAYS = 1;

  /** The offered language of the same name, as src/i18n/languages.ts finds it. */
  function offered(wanted) {
    var name = String(wanted).toLowerCase();
    if (/^zh-(hant|tw|hk|mo)\b/.test(name)) return null;
    for (var tag in ALL.languages)
      if (tag.toLowerCase().split('-')[0] === name.split('-')[0]) return tag;
    return null;
  }

  /** What was chosen or configured, if it is offered under this very tag. */
  function exactly(wanted) {
    for (var tag in ALL.languages) if (tag === wanted) return tag;
    return null;
  }

  /** What was chosen here, what the configuration says, or the browser's first that is offered. */
  function language() {
    var chosen = null;
    try {
      chosen = localStorage.getItem('tessera/language');
    } catch (ignored) {
      // Storage is blocked.
    }
    var fixed = exactly(chosen) || exactly(ALL.preset);
    if (fixed) return fixed;
    var wanted = [].concat(navigator.languages || navigator.language);
    for (var i = 0; i < wanted.length; i += 1) {
      var found = wanted[i] && offered(wanted[i]);
      if (found) return found;
    }
    return null;
  }

  function speak(tag) {
    var words = ALL.languages[tag];
    if (words.texts) write(tag, words);
    if (words.words) fetchEarly(words.words);
  }

  function write(tag, words) {
    setManifest('./manifest.' + tag + '.webmanifest');
    document.documentElement.lang = tag;
    document.documentElement.dir = words.dir;
    var elements = page.querySelectorAll('[data-text]');
    for (var i = 0; i < elements.length; i += 1)
      elements[i].textContent = words.texts[Number(elements[i].getAttribute('data-text'))];
    sentences = words.texts.slice(-2);
  }

  function setManifest(file) {
    var link = document.querySelector('link[rel=manifest]');
    if (link) link.href = file;
  }

  /**
   * The app asks for its words once it has begun; they can be on their way by then. Under a service
   * worker only what is kept: what fails now may fail for as long as the page is open
   * (src/language.ts).
   */
  function fetchEarly(file) {
    var workers = navigator.serviceWorker;
    if (!workers || !workers.controller) preload(file);
    else
      caches.match(file).then(
        function (kept) {
          if (kept) preload(file);
        },
        function () {}
      );
  }

  function preload(file) {
    var link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = file;
    document.head.appendChild(link);
  }

  /** What the app cannot do without and this browser lacks, by the names of the standards. */
  function missing() {
    var names = [];
    if (!('noModule' in document.createElement('script'))) names.push('JavaScript modules');
    if (typeof BigInt !== 'function') names.push('BigInt');
    if (typeof Array.prototype.at !== 'function') names.push('Array.prototype.at');
    if (typeof structuredClone !== 'function') names.push('structuredClone');
    if (!window.customElements) names.push('custom elements');
    if (!Element.prototype.attachShadow) names.push('shadow roots');
    // Without them the policy leaves the app without any style.
    if (!('adoptedStyleSheets' in Document.prototype && 'replaceSync' in CSSStyleSheet.prototype))
      names.push('adopted style sheets');
    // No browser has it at an address that is not secure: that the app says itself.
    if (window.isSecureContext !== false && !(window.crypto && window.crypto.subtle))
      names.push('Web Cryptography');
    return names;
  }

  /**
   * Shows one text in place of the welcome. The app removes it if it starts after all. `detail` is
   * put into the sentence that the page has for it.
   */
  function tell(name, sentence, detail) {
    var before = page.getAttribute('data-told') || 'welcome';
    if (before === 'old') return;
    document.getElementById('start-' + before).setAttribute('hidden', '');
    page.setAttribute('data-told', name);
    document.getElementById('start-' + name).removeAttribute('hidden');
    var missed = document.getElementById('start-missing');
    if (!detail) return;
    var attribute = ['data-missing', 'data-browser-says'][sentence];
    var said = sentences ? sentences[sentence] : missed.getAttribute(attribute);
    missed.textContent = said.split('{}').join(detail);
  }

  /** A file of the app that did not come, or that this browser does not understand. */
  function failed(event) {
    if (document.getElementsByTagName('tessera-app').length > 0) return;
    if (event.target && event.target.nodeName === 'SCRIPT') tell('unloaded');
    else if (String(event.filename).indexOf(location.protocol + '//' + location.host) === 0)
      tell('old', BROWSER_SAYS, event.message);
  }

  try {
    var tag = language();
    if (tag) speak(tag);
  } catch (ignored) {
    // It stays in the language that it is written in.
  }
  try {
    var names = missing();
    if (window.top !== window.self) tell('framed');
    else if (names.length > 0) {
      page.setAttribute('data-too-old', '');
      tell('old', MISSING, names.join(', '));
    } else window.addEventListener('error', failed, true);
  } catch (ignored) {
    // Older than all that is asked for above.
    tell('old');
  }
})();
