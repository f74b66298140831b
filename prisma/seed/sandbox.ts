import { env } from '#app/platform/env.ts'

/** The sandbox's control API for the demonstration's own account. */
export async function control(
  path: string,
  body: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(`${env().HOMEWARD_SANDBOX_URL}/control/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env().STRIPE_SECRET_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok)
    throw new Error(`The sandbox answered ${response.status} to ${path}: ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}
