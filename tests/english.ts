/** English is in use in every test that does not choose another language. */
import APP from '../src/i18n/locales/en/app.json';
import TRANSFER from '../src/i18n/locales/en/transfer.json';
import { setStrings } from '../src/i18n/strings.ts';
import { setTransferStrings } from '../src/i18n/transfer-strings.ts';

setStrings(APP, 'en');
setTransferStrings(TRANSFER);
