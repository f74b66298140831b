import { z } from 'zod'

const base64url = z
  .string()
  .max(8_192)
  .regex(/^[A-Za-z0-9_-]*$/)
const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])

const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  // Extensions ask nothing of the server here, so what they answer is left out.
  clientExtensionResults: z.unknown().transform(() => ({})),
}

/** What the browser answers when a passkey is made. */
export const RegistrationAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(transport.catch('hybrid')).max(8).optional(),
  }),
})

/** What the browser answers when a passkey is used. */
export const AuthenticationAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
})

/** The form field in which a page sends an answer, or null where it holds none. */
export function readAnswer<S extends z.ZodType>(field: string, schema: S): z.output<S> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(field))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
