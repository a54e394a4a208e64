/** Scenes of the page of notifications. */
import type { Account } from '../core/account.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { NotificationsView, View } from '../core/view.ts';
import { notified } from './scene-view.ts';

export function notificationScenes(
  at: (route: Route, more: Partial<View>) => View,
  accounts: readonly Account[],
): Record<string, { view: View }> {
  const page = (
    is: NotificationsView['is'],
    more: Partial<View> = {},
    notifications: Partial<NotificationsView> = {},
  ): View => at({ at: 'notifications' }, { ...more, notifications: notified(is, notifications) });
  return {
    'notifications-page': { view: page('off') },
    'notifications-on': { view: page('on') },
    'notifications-one': {
      view: page('on', { accounts: accounts.slice(0, 1) }, { accounts: { 1: 'pushed' } }),
    },
    'notifications-turning': { view: page('turning-on') },
    'notifications-problem': { view: page('off', {}, { problem: 'PUSH_UNAVAILABLE' }) },
    'notifications-blocked': { view: page('blocked') },
    'notifications-blocked-ios': {
      view: page('blocked', { platform: 'ios', installed: true }),
    },
    'notifications-missing': { view: page('missing', { platform: 'other' }) },
    'notifications-not-installed': { view: page('not-installed', { platform: 'ios' }) },
    'notifications-nobody': { view: page('nobody') },
    'notifications-not-allowed': { view: page('not-allowed') },
  };
}
