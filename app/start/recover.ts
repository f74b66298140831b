import type { HostRecovery } from '#app/domain/staff/recovery/recover-by-host.server.ts'
import { type RecoveryReason, recoveryReasons } from '#app/domain/staff/recovery/recovery.ts'
import { env } from '#app/platform/env.ts'
import { withDatabase } from './with-database.ts'

type Say = (line: string) => void

/**
 * Lets someone in again who lost every way to sign in, where no two administrators are left who could: the first call opens
 * it and mails everyone, a call after 72 hours prints the link. Sets exit code 1 where it may not be.
 */
export async function runRecover([email, said = 'device_lost']: string[], say: Say): Promise<void> {
  const reason = recoveryReasons.find((each) => each === said)
  if (!email || !reason) {
    say(`Usage: npm run homeward -- recover EMAIL [${recoveryReasons.join(' | ')}]`)
    process.exitCode = 2
    return
  }
  await withDatabase(say, () => recover({ email, reason }, say))
}

/** The command itself, on a database that is there. */
export async function recover(asked: { email: string; reason: RecoveryReason }, say: Say): Promise<void> {
  const { recoverByHost } = await import('#app/domain/staff/recovery/recover-by-host.server.ts')
  const { Refusal } = await import('#app/domain/refusal.ts')
  try {
    for (const line of wordsOf(await recoverByHost(asked))) say(line)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    say(refusals[error.code] ?? error.code)
    process.exitCode = 1
  }
}

function wordsOf(recovery: HostRecovery): string[] {
  if (recovery.kind === 'link') {
    const { token, expiresAt } = recovery.link
    return [
      `Open this once, until ${expiresAt.toISOString()}. Every old way to sign in and every open session ends then:`,
      `${env().APP_URL}/admin/sign-in/${token}`,
    ]
  }
  const { readyAt, expiresAt } = recovery
  const span = `between ${readyAt.toISOString()} and ${expiresAt.toISOString()}`
  return [
    recovery.kind === 'opened'
      ? 'Opened. The person and every administrator of their funds are mailed; any of them can stop it.'
      : 'Still waiting. The person and every administrator of their funds were mailed; any of them can stop it.',
    `Run the same command again ${span} (UTC) for the link.`,
  ]
}

const refusals: Record<string, string> = {
  staff_unknown: 'Nobody of staff has this address.',
  invitation_is_enough: 'They never set up a way to sign in: a new invitation is enough.',
  one_recovery_at_a_time:
    'Two administrators are letting this person in again. Stop that on their page first.',
}
