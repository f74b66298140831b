import type { World } from './world.ts'

/** SendGrid's side in the sandbox, for this test file's account: how it fails, what it tells, what it took. */
export const mailControlOf = (world: World) => {
  const call = async <T>(path: string, body?: object): Promise<T> => {
    const response = await fetch(`${world.sandbox.url}/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${world.sandbox.mailKey}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  return {
    set: (body: object) => call('control/mail', body),
    /** Posts an event about the last mail to this address, signed. */
    tell: (to: string, event: string, copies = 1) =>
      call<{ statuses: number[] }>('control/mail/events', { to, event, copies }),
    taken: async () => (await call<{ mails: number }>('control/mail')).mails,
  }
}
