import { isAddress, isText, isThing, jsonBytes } from './shapes.ts'

export type Fault = { message: string; field: string | null; help: string | null }

/**
 * What SendGrid's v3 mail-send refuses, in its own words and in the order that it looks. An empty list means that the
 * body is a `MailBody`. Messages and limits: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors
 */
export function checkMailBody(body: unknown): Fault[] {
  if (!isThing(body)) return [fault('Bad Request', null)]
  return [
    ...checkPersonalizations(body.personalizations),
    ...checkFrom(body.from),
    ...checkReplyTo(body),
    ...checkSubject(body),
    ...checkContent(body),
    ...checkHeaders(body.headers, 'headers'),
    ...checkCustomArgs(body.custom_args, 'custom_args'),
    ...checkCategories(body.categories),
  ]
}

function checkPersonalizations(list: unknown): Fault[] {
  if (!Array.isArray(list) || list.length === 0) {
    return [
      fault(
        'The personalizations field is required and must have at least one personalization.',
        'personalizations',
        '-Personalizations-Errors',
      ),
    ]
  }
  if (list.length > 1000) {
    const message = `The personalization block is limited to 1000 personalizations per API request. You have provided ${list.length} personalizations. Please consider splitting this into multiple requests and resending your request.`
    return [fault(message, 'personalizations', '-Personalizations-Errors')]
  }
  const recipients = list.reduce((sum: number, one) => sum + everyAddress(one).length, 0)
  if (recipients > 1000) {
    return [
      fault(
        'There is a limit of 1000 total recipients (to + cc + bcc) per request.',
        'personalizations',
        '-Personalizations-Errors',
      ),
    ]
  }
  return list.flatMap((one, index) => checkPersonalization(one, `personalizations.${index}`))
}

function checkPersonalization(one: unknown, field: string): Fault[] {
  if (!isThing(one)) return [fault('Bad Request', field)]
  const found: Fault[] = []
  if (!Array.isArray(one.to) || one.to.length === 0) {
    found.push(
      fault(
        'The to array is required for all personalization objects, and must have at least one email object with a valid email address.',
        `${field}.to`,
        'message.personalizations.to',
      ),
    )
  }
  for (const key of ['to', 'cc', 'bcc'] as const) found.push(...checkAddresses(one[key], `${field}.${key}`))
  found.push(...checkUnique(one, field))
  if (one.from !== undefined) found.push(...checkFrom(one.from, `${field}.from`))
  if (one.subject !== undefined && !isText(one.subject)) {
    found.push(
      fault(
        'The subject of your email must be a string at least one character in length.',
        `${field}.subject`,
        'message.personalizations.subject',
      ),
    )
  }
  found.push(...checkHeaders(one.headers, `${field}.headers`))
  found.push(...checkSubstitutions(one.substitutions, `${field}.substitutions`))
  found.push(...checkCustomArgs(one.custom_args, `${field}.custom_args`))
  return found
}

function checkAddresses(list: unknown, field: string): Fault[] {
  if (list === undefined) return []
  if (!Array.isArray(list)) return [fault('Bad Request', field)]
  return list.flatMap((entry, index) =>
    isThing(entry) && isAddress(entry.email)
      ? []
      : [fault('Does not contain a valid address.', `${field}.${index}.email`, `message.${lastPart(field)}`)],
  )
}

/** SendGrid compares without regard to case. */
function checkUnique(one: Record<string, unknown>, field: string): Fault[] {
  const seen = new Set<string>()
  for (const key of ['to', 'cc', 'bcc'] as const) {
    for (const email of addressesOf(one[key])) {
      if (!seen.has(email.toLowerCase())) {
        seen.add(email.toLowerCase())
        continue
      }
      const message = `Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [${email}] in the ${field}.${key} field.`
      return [fault(message, field, 'message.recipient-errors')]
    }
  }
  return []
}

function checkFrom(from: unknown, field = 'from'): Fault[] {
  if (!isThing(from) || !isText(from.email)) {
    return [
      fault(
        'The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.  e.g. {"email" : "example@example.com"}  or {"email" : "example@example.com", "name" : "Example Recipient"}.',
        `${field}.email`,
        'message.from',
      ),
    ]
  }
  return isAddress(from.email)
    ? []
    : [fault('Does not contain a valid address.', `${field}.email`, 'message.from')]
}

function checkReplyTo(body: Record<string, unknown>): Fault[] {
  const { reply_to: one, reply_to_list: list } = body
  if (one !== undefined && !(isThing(one) && isAddress(one.email))) {
    return [fault('Does not contain a valid address.', 'reply_to.email', 'message.reply_to')]
  }
  return checkAddresses(list, 'reply_to_list')
}

function checkSubject(body: Record<string, unknown>): Fault[] {
  const list = Array.isArray(body.personalizations) ? body.personalizations : []
  const everyOneHasIt = list.length > 0 && list.every((one) => isThing(one) && isText(one.subject))
  if (isText(body.subject) || (body.subject === undefined && everyOneHasIt)) return []
  return [
    fault(
      'The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.',
      'subject',
      'message.subject',
    ),
  ]
}

function checkContent(body: Record<string, unknown>): Fault[] {
  if (body.template_id !== undefined) {
    const message = `The template_id must be a valid GUID, you provided '${String(body.template_id)}'.`
    return [fault(message, 'template_id', 'message.template_id')]
  }
  if (!Array.isArray(body.content) || body.content.length === 0) {
    return [
      fault(
        'Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.',
        'content',
        'message.content',
      ),
    ]
  }
  const found = body.content.flatMap((block, index) => checkContentBlock(block, `content.${index}`))
  const types = body.content.map((block) => (isThing(block) ? block.type : ''))
  if (types.includes('text/plain') && types.indexOf('text/plain') > 0) {
    found.push(
      fault(
        'If present, text/plain and text/html may only be provided once, and text/plain must come first.',
        'content',
        'message.content',
      ),
    )
  }
  return found
}

function checkContentBlock(block: unknown, field: string): Fault[] {
  if (!isThing(block)) return [fault('Bad Request', field)]
  const found: Fault[] = []
  if (!isText(block.type)) {
    const message = 'A content type is required, this tells email clients how to display the email.'
    found.push(fault(message, `${field}.type`, 'message.content.type'))
  }
  if (!isText(block.value)) {
    const message = 'The content value must be a string at least one character in length.'
    found.push(fault(message, `${field}.value`, 'message.content.value'))
  }
  return found
}

const reservedHeaders = new Set(
  'x-sg-id x-sg-eid received dkim-signature content-type content-transfer-encoding to from subject reply-to cc bcc'.split(
    ' ',
  ),
)

function checkHeaders(headers: unknown, field: string): Fault[] {
  return checkStrings(headers, field, 'message.headers').concat(
    Object.keys(isThing(headers) ? headers : {})
      .filter((name) => reservedHeaders.has(name.toLowerCase()))
      .map((name) => fault(`The header '${name}' is reserved and may not be set.`, field, 'message.headers')),
  )
}

function checkSubstitutions(substitutions: unknown, field: string): Fault[] {
  const found = checkStrings(substitutions, field, 'message.personalizations.substitutions')
  if (jsonBytes(substitutions) > 10_000) {
    found.push(
      fault(
        'The total size of the substitutions of one personalization is limited to 10000 bytes.',
        field,
        'message.personalizations.substitutions',
      ),
    )
  }
  return found
}

function checkCustomArgs(args: unknown, field: string): Fault[] {
  const found = checkStrings(args, field, 'message.custom_args')
  if (jsonBytes(args) > 10_000) {
    found.push(
      fault('The combined size of custom arguments is limited to 10000 bytes.', field, 'message.custom_args'),
    )
  }
  return found
}

function checkStrings(map: unknown, field: string, anchor: string): Fault[] {
  if (map === undefined) return []
  if (!isThing(map)) return [fault('Bad Request', field, anchor)]
  return Object.entries(map)
    .filter(([, value]) => typeof value !== 'string')
    .map(([name]) => fault('The value must be a string.', `${field}.${name}`, anchor))
}

function checkCategories(categories: unknown): Fault[] {
  if (categories === undefined) return []
  if (!Array.isArray(categories) || !categories.every(isText)) {
    return [fault('Each category must be a string.', 'categories', 'message.categories')]
  }
  if (categories.length <= 10) return []
  return [fault('You can only have up to 10 categories per request.', 'categories', 'message.categories')]
}

const everyAddress = (one: unknown) =>
  isThing(one) ? (['to', 'cc', 'bcc'] as const).flatMap((key) => addressesOf(one[key])) : []

const addressesOf = (list: unknown): string[] =>
  Array.isArray(list)
    ? list.flatMap((entry) => (isThing(entry) && isText(entry.email) ? [entry.email] : []))
    : []

const lastPart = (field: string) => field.slice(field.lastIndexOf('.') + 1)

function fault(message: string, field: string | null, anchor?: string): Fault {
  const page = 'http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html'
  return { message, field, help: anchor ? `${page}#${anchor}` : null }
}
