/** One account of each kind as a URI, with its code at a time or counter. */

/** Seconds since 1970 of every code below. */
export const CODES_AT = 1_790_000_000;

/** URI, then its code at `CODES_AT`; of `hotp` at its own counter. */
export const OTPAUTH_URIS = {
  deno: [
    'otpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Deno' +
      '&algorithm=SHA1&digits=6&period=30',
    '359178',
  ],
  spdx: [
    'otpauth://totp/SPDX:James?secret=5OM4WOOGPLQEF6UGN3CPEOOLWU&issuer=SPDX' +
      '&algorithm=SHA256&digits=7&period=20',
    '3711118',
  ],
  airbnb: [
    'otpauth://totp/Airbnb:Elijah?secret=7ELGJSGXNCCTV3O6LKJWYFV2RA&issuer=Airbnb' +
      '&algorithm=SHA512&digits=8&period=50',
    '94663933',
  ],
  issuu: [
    'otpauth://hotp/Issuu:James?secret=YOOMIXWS5GN6RTBPUFFWKTW5M4&issuer=Issuu' +
      '&algorithm=SHA1&digits=6&counter=1',
    '253717',
  ],
  airCanada: [
    'otpauth://hotp/Air%20Canada:Benjamin?secret=KUVJJOM753IHTNDSZVCNKL7GII' +
      '&issuer=Air+Canada&algorithm=SHA256&digits=7&counter=50',
    '4444976',
  ],
  wwe: [
    'otpauth://hotp/WWE:Mason?secret=5VAML3X35THCEBVRLV24CGBKOY&issuer=WWE' +
      '&algorithm=SHA512&digits=8&counter=10300',
    '24622277',
  ],
  boeing: [
    'otpauth://steam/Boeing:Sophia?secret=JRZCL47CMXVOQMNPZR2F7J4RGI&issuer=Boeing' +
      '&algorithm=SHA1&digits=5&period=30',
    'WMW8T',
  ],
} as const satisfies Record<string, readonly [uri: string, code: string]>;
