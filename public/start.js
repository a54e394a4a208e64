/**
 * Says what is wrong where the app cannot start: ECMAScript 5 for any browser, and never an error
 * of its own (index.html).
 */
(function () {
  'use strict';

  var page = document.getElementById('start');

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
    if (detail) missed.textContent = missed.getAttribute(sentence).split('{}').join(detail);
  }

  /** A file of the app that did not come, or that this browser does not understand. */
  function failed(event) {
    if (document.getElementsByTagName('tessera-app').length > 0) return;
    if (event.target && event.target.nodeName === 'SCRIPT') tell('unloaded');
    else if (String(event.filename).indexOf(location.protocol + '//' + location.host) === 0)
      tell('old', 'data-browser-says', event.message);
  }

  try {
    var names = missing();
    if (window.top !== window.self) tell('framed');
    else if (names.length > 0) {
      page.setAttribute('data-too-old', '');
      tell('old', 'data-missing', names.join(', '));
    } else window.addEventListener('error', failed, true);
  } catch (ignored) {
    // Older than all that is asked for above.
    tell('old');
  }
})();
