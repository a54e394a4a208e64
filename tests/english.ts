/** English is in use in every test that does not choose another language. */
import APP from '../src/i18n/locales/en/app.json';
import MENU from '../src/i18n/locales/en/menu.json';
import TRANSFER from '../src/i18n/locales/en/transfer.json';
import { setMenuStrings } from '../src/i18n/menu-strings.ts';
import { setStrings } from '../src/i18n/strings.ts';
import { setTransferStrings } from '../src/i18n/transfer-strings.ts';

setStrings(APP, 'en');
setTransferStrings(TRANSFER);
setMenuStrings(MENU);
