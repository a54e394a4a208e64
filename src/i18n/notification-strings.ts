/** The words of notifications: the wizard's last step and the menu's page. */

export const ENGLISH_NOTIFICATIONS = {
  notifications: {
    title: 'Know when you’re needed',
    text: '{issuer} can let you know when a login or a transaction waits for your answer, even while this app is closed.',
    private:
      'The lock screen shows who asks, and whether it’s a login or a transaction. Amounts and details stay in the app.',
    titled: 'The lock screen shows who asks, and for what. The details stay in the app.',
    allow: 'Allow notifications',
    again: 'Try again',
    notNow: 'Not now',

    page: 'Notifications',
    /** The switch. */
    notifyMe: 'Notify me',
    onText: 'You’re told when something waits for your answer, even while this app is closed.',
    offText:
      'You can be told when something waits for your answer. Without notifications, you’ll find it under “Pending requests”.',
    asking: 'Answer the prompt on your screen',
    turningOff: 'Turning them off…',
    none: 'None of your accounts sends notifications. What waits is under “Pending requests”, or on the page as a code to scan.',
    notAllowed: 'Notifications aren’t used in this app. What waits is under “Pending requests”.',
    missing:
      'This browser can’t show notifications while this app is closed. What waits is under “Pending requests”.',
    notInstalled:
      'On iPhone and iPad, only apps on the home screen can show notifications. Add this one there, open it from there, and activate your account in it: accounts don’t move along.',
    blocked: 'Notifications from this app are blocked. What waits is under “Pending requests”.',
    unblock: 'To allow them',
    steps: {
      ios: 'Open Settings, then Notifications, choose this app, and turn on “Allow Notifications”.',
      android: 'Tap the sign beside the address, then “Permissions”, and allow notifications.',
      androidInstalled:
        'Touch and hold this app’s icon, tap “App info”, then “Notifications”, and turn them on.',
      mac: 'Click the sign beside the address and allow notifications for this site. If they’re allowed there, look in System Settings under Notifications.',
      windows:
        'Click the sign beside the address and allow notifications for this site. If they’re allowed there, look in the system’s Settings under System, Notifications.',
      other: 'Click the sign beside the address and allow notifications for this site.',
      installed:
        'Open this app’s menu in its title bar, then its permissions or site settings, and allow notifications.',
    },
    comeBack: 'Then come back here: this page notices.',

    accounts: 'Your accounts',
    pushed: 'Notifies you',
    pushes: 'Can notify you',
    soon: 'Its page hasn’t been reached yet. That’s tried again each time you open the app.',
    fetched: 'Doesn’t notify. What waits is fetched when you open the app.',
    failed: 'This browser couldn’t set it up. What waits is fetched when you open the app.',
    scanned: 'Doesn’t notify. You scan what its page shows.',
  },
};
