/** The parts of SendGrid's v3 mail-send request that the sandbox understands, after the checks of check-mail-body.ts. */
export type MailBody = {
  personalizations: Personalization[]
  from: Address
  reply_to?: Address
  reply_to_list?: Address[]
  subject?: string
  content: Content[]
  headers?: Record<string, string>
  categories?: string[]
  custom_args?: Record<string, string>
  send_at?: number
  mail_settings?: { sandbox_mode?: { enable?: boolean } }
}

export type Personalization = {
  to: Address[]
  cc?: Address[]
  bcc?: Address[]
  from?: Address
  subject?: string
  headers?: Record<string, string>
  substitutions?: Record<string, string>
  custom_args?: Record<string, string>
  send_at?: number
}

export type Address = { email: string; name?: string }
export type Content = { type: string; value: string }
