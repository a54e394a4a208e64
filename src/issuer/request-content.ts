/** The words of a request (docs/protocol.md §7): a site's own title and fields, or a payment's. */
import type { PaymentFields } from '../core/codec/messages.ts';
import { canBePayment } from '../core/codec/messages.ts';
import { TEXT_RULES } from '../core/codec/text-rules.ts';
import { check, checkForm, checkText } from './check.ts';
import { checkPayment, paymentContent } from './payment.ts';
import type { RequestOptions } from './request-options.ts';

type Fields = NonNullable<RequestOptions['fields']>;

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
 * @throws TesseraError OUT_OF_RANGE
 */
export function checkRequestContent(options: RequestOptions): void {
  const { kind, title, payment, notAPayment, locale, fields } = options;
  const isTransaction = canBePayment(kind);
  if (notAPayment !== undefined)
    check(
      'notAPayment',
      notAPayment,
      isTrue(notAPayment) && isTransaction,
      'true, in a transaction',
    );
  if (locale !== undefined) checkForm('locale', locale, isLocale, 'a BCP 47 language tag');
  if (isTransaction && notAPayment === undefined) {
    checkPayment(payment as NonNullable<typeof payment>);
    check('title', title, title === undefined, 'left out: the payment has one');
  } else {
    check('payment', payment, payment === undefined, 'left out of what pays nobody');
    checkText('title', title, TEXT_RULES.title);
  }
  const own = payment === undefined ? 0 : paymentContent(payment, locale).fields.length;
  if (fields !== undefined) checkFields(fields, MAX_FIELDS - own);
}

function isTrue(value: unknown): boolean {
  return value === true;
}

/** @throws TesseraError OUT_OF_RANGE */
function checkFields(fields: Fields, most: number): void {
  const isList = Array.isArray(fields) && fields.length <= most;
  check('fields', fields, isList, `an array of 0 to ${most} pairs`);
  fields.forEach((pair: unknown, i) => {
    const isPair = Array.isArray(pair) && pair.length === 2;
    check(`fields[${i}]`, pair, isPair, 'a pair of a label and a value');
    const [label, value] = pair as readonly unknown[];
    checkText(`fields[${i}][0]`, label, TEXT_RULES.fieldName);
    checkText(`fields[${i}][1]`, value, TEXT_RULES.fieldValue);
  });
}

/** Returns what a request with these checked options says. */
export function requestContent(options: RequestOptions): RequestContent {
  const { title = '', payment, locale, fields = [] } = options;
  if (payment === undefined) return { title, fields };
  const content = paymentContent(payment, locale);
  return { ...content, fields: [...content.fields, ...fields] };
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
