/** The words of a request (docs/protocol.md §7): a site's own title and fields, or a payment's. */
import type { PaymentFields } from '../core/codec/messages.ts';
import { canBePayment } from '../core/codec/messages.ts';
import { TEXT_RULES } from '../core/codec/text-rules.ts';
import { check, checkAll, checkForm, checkOptional, checkText } from './check.ts';
import { checkLocalizedText, isLanguage, textIn } from './localized-text.ts';
import { checkPayment, paymentContent, paymentFieldCount } from './payment.ts';
import type { RequestOptions } from './request-options.ts';

type Fields = readonly (readonly [label: string, value: string])[];

/** What a request says. */
interface RequestContent {
  readonly title: string;
  readonly fields: Fields;
  readonly payment?: PaymentFields;
}

/** Fields of a request at most (docs/protocol.md §7). */
const MAX_FIELDS = 16;

/**
 * Checks that a transaction has a payment, or says that it is none: a title alone is where a site
 * forgets to say what is paid to whom.
 * @throws ArgumentError
 */
export function checkRequestContent(options: RequestOptions): void {
  const { kind, payment, notAPayment, locale, fields } = options;
  const isPayment = canBePayment(kind) && notAPayment !== true;
  const most = MAX_FIELDS - (isPayment ? paymentFieldCount(payment) : 0);
  checkAll(
    () =>
      checkOptional('notAPayment', notAPayment, (field, value) =>
        check(field, value, value === true && canBePayment(kind), 'true, in a transaction'),
      ),
    () => (isPayment ? checkPaymentAlone(options) : checkTitleAlone(options)),
    () => checkOptional('locale', locale, checkLocale),
    () => checkOptional('fields', fields, (field, pairs) => checkFields(field, pairs, most)),
  );
}

function checkPaymentAlone({ title, payment }: RequestOptions): void {
  checkAll(
    () => checkPayment(payment),
    () => check('title', title, title === undefined, 'left out: the payment has one'),
  );
}

function checkTitleAlone({ title, payment }: RequestOptions): void {
  checkAll(
    () => check('payment', payment, payment === undefined, 'left out of what pays nobody'),
    () => checkLocalizedText('title', title, TEXT_RULES.title),
  );
}

function checkLocale(field: string, locale: unknown): void {
  checkForm(field, locale, isLanguage, 'a BCP 47 language tag');
}

function checkFields(field: string, pairs: unknown, most: number): void {
  const isList = Array.isArray(pairs) && pairs.length <= most;
  check(field, pairs, isList, `an array of 0 to ${most} pairs`);
  const all = pairs as readonly unknown[];
  checkAll(...all.map((pair, i) => () => checkPair(`${field}[${i}]`, pair)));
}

function checkPair(field: string, pair: unknown): void {
  const isPair = Array.isArray(pair) && pair.length === 2;
  check(field, pair, isPair, 'a pair of a label and a value');
  const [label, value] = pair as readonly unknown[];
  checkAll(
    () => checkLocalizedText(`${field}[0]`, label, TEXT_RULES.fieldName),
    () => checkText(`${field}[1]`, value, TEXT_RULES.fieldValue),
  );
}

/**
 * Returns what a request with these checked options says.
 * @param language the device's, BCP 47; absent where it has said none
 */
export function requestContent(options: RequestOptions, language?: string): RequestContent {
  const { title = '', payment, locale, fields = [] } = options;
  const wanted = [locale, language].filter((tag) => tag !== undefined);
  const own = fields.map(([label, value]) => [textIn(label, wanted), value] as const);
  if (payment === undefined) return { title: textIn(title, wanted), fields: own };
  const content = paymentContent(payment, wanted[0]);
  return { ...content, fields: [...content.fields, ...own] };
}
