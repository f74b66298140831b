import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type DemonstrationSecrets = {
  SESSION_SECRET: string
  VAULT_KEY: string
  BACKUP_KEY: string
  STRIPE_SECRET_KEY: string
  STRIPE_WEBHOOK_SECRET: string
  SENDGRID_API_KEY: string
  SENDGRID_WEBHOOK_KEY: string
  /** The half that only the sandbox has: it signs what SendGrid would. */
  SANDBOX_SENDGRID_EVENTS_KEY: string
}

/** Secrets of a demonstration: made at its first start, kept beside its data, never those of another. */
export async function demonstrationSecrets(folder: string): Promise<DemonstrationSecrets> {
  const file = join(folder, 'demonstration-secrets.json')
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as Partial<DemonstrationSecrets>
    // One begun before mail events were signed, or before there were backups, gets those keys now.
    const whole = { ...eventKeys(), BACKUP_KEY: newKey(), ...kept } as DemonstrationSecrets
    return kept.SENDGRID_WEBHOOK_KEY && kept.BACKUP_KEY ? whole : await keep(file, whole)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secrets: DemonstrationSecrets = {
    SESSION_SECRET: randomBytes(48).toString('base64'),
    VAULT_KEY: newKey(),
    BACKUP_KEY: newKey(),
    STRIPE_SECRET_KEY: `sk_test_${randomBytes(12).toString('hex')}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('hex')}`,
    SENDGRID_API_KEY: `SG.${randomBytes(12).toString('hex')}`,
    ...eventKeys(),
  }
  await mkdir(folder, { recursive: true })
  return keep(file, secrets)
}

async function keep(file: string, secrets: DemonstrationSecrets): Promise<DemonstrationSecrets> {
  await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}

const newKey = (): string => randomBytes(32).toString('base64')

function eventKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    SENDGRID_WEBHOOK_KEY: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    SANDBOX_SENDGRID_EVENTS_KEY: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  }
}
