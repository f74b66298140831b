import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Client } from '@sendgrid/client'
import { MailService } from '@sendgrid/mail'
import { env } from './env.ts'

export type OutgoingMail = {
  to: string
  /** The organization's public name. */
  fromName: string
  subject: string
  html: string
  text: string
  /** RFC 8058: a link that ends the topic with one POST; for everything but receipts and sign-in. */
  unsubscribeUrl?: string
  /** Comes back in SendGrid's events. An opaque id. */
  mailId: string
}

/** Hands one mail to SendGrid (or the sandbox). Throws SendGrid's ResponseError with `code` = HTTP status. Returns its message id. */
export async function sendMail(mail: OutgoingMail): Promise<string> {
  const [response] = await service().send({
    to: mail.to,
    from: { email: env().MAIL_FROM, name: mail.fromName },
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    customArgs: { mail_id: mail.mailId },
    trackingSettings: { clickTracking: { enable: false }, openTracking: { enable: false } },
    ...(mail.unsubscribeUrl
      ? {
          headers: {
            'List-Unsubscribe': `<${mail.unsubscribeUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          },
        }
      : {}),
  })
  return String(response.headers['x-message-id'] ?? '')
}

const sendgridUrl = 'https://api.sendgrid.com/'

let configured: MailService | undefined

function service(): MailService {
  if (configured) return configured
  const client = new Client()
  client.setApiKey(env().SENDGRID_API_KEY)
  const sandbox = env().HOMEWARD_SANDBOX_URL
  const connection = {
    // Each call names its own.
    url: '',
    baseUrl: sandbox ? `${sandbox}/` : sendgridUrl,
    // A kept connection may be closed by the other side just as a mail is written to it, and then nobody knows whether it
    // was taken: a mail that must not arrive twice would be lost. So each has a connection of its own.
    httpAgent: new HttpAgent({ keepAlive: false }),
    httpsAgent: new HttpsAgent({ keepAlive: false }),
  }
  client.setDefaultRequest(connection)
  configured = new MailService()
  configured.setClient(client)
  configured.setTimeout(20_000)
  return configured
}
