/** Tells another app's export from other files, by the type and name that the system gives. */

/** Kinds that exports have and pictures don't; where a system names none, the ending counts. */
const EXPORT_TYPE = /^(application\/(json|xml|zip)|text\/(csv|xml|html))$/;
const EXPORT_ENDING = /\.(2fas|1pux|age|authpro|csv|cxf|json|json\.aes|mafile|stratum|xml|zip)$/i;

/** Returns true for what is to be read as accounts; a text may be a code as well. */
export function isExportFile({
  type,
  name = '',
}: {
  readonly type: string;
  readonly name?: string;
}): boolean {
  if (type.startsWith('image/')) return false;
  return EXPORT_TYPE.test(type) || EXPORT_ENDING.test(name);
}
