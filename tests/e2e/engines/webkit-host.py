"""A window for WebKitGTK that WebDriver leads (W3C WebDriver; WebKitGTK's WebKitAutomationSession).

As wide as a phone, with a profile that lasts in the folder given, and with the page's console on
standard error. Things move in it where the last argument is "motion".
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

PROCESS_SWAPS = {"CrossOriginOpenerPolicy", "ProcessSwapOnCrossSiteNavigation"}

profile, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

# Pages know it as `prefers-reduced-motion`.
Gtk.Settings.get_default().set_property("gtk-enable-animations", sys.argv[4:] == ["motion"])

manager = WebKit2.WebsiteDataManager(
    base_data_directory=f"{profile}/data", base_cache_directory=f"{profile}/cache"
)
context = WebKit2.WebContext(website_data_manager=manager)
context.set_automation_allowed(True)


def tell_crash(_view, reason):
    """Says why the page's process ended."""
    print(f"WebProcess CRASHED: {reason.value_nick}", file=sys.stderr, flush=True)


def keep_one_process(settings):
    """Keeps the page in its process: after a change every command of WebDriver times out."""
    features = WebKit2.Settings.get_all_features()
    for i in range(features.get_length()):
        feature = features.get(i)
        if feature.get_identifier() in PROCESS_SWAPS:
            settings.set_feature_enabled(feature, False)


def open_window(_session):
    """Makes the window that the session asks for."""
    settings = WebKit2.Settings()
    settings.set_enable_write_console_messages_to_stdout(True)
    keep_one_process(settings)
    view = WebKit2.WebView(
        web_context=context, settings=settings, is_controlled_by_automation=True
    )
    view.connect("web-process-terminated", tell_crash)
    window = Gtk.Window()
    window.set_default_size(width, height)
    window.add(view)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    return view


def begin(_context, session):
    """Names the engine to the session, and gives it windows."""
    info = WebKit2.ApplicationInfo()
    info.set_name("WebKitGTK")
    info.set_version(
        WebKit2.get_major_version(),
        WebKit2.get_minor_version(),
        WebKit2.get_micro_version(),
    )
    session.set_application_info(info)
    session.connect("create-web-view", open_window)


context.connect("automation-started", begin)
Gtk.main()
