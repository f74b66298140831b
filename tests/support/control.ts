import type { World } from './world.ts'

type Json = Record<string, unknown>

/** The sandbox's own controls, for this test file's account: its clock, its failures, what really happened. */
export const controlOf = (world: World) => {
  const call = async <T = Json>(method: string, path: string, body?: Json): Promise<T> => {
    const response = await fetch(`${world.sandbox.url}/control/${path}`, {
      method,
      headers: { authorization: `Bearer ${world.sandbox.stripeKey}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  return {
    get: <T = Json>(path: string) => call<T>('GET', path),
    post: <T = Json>(path: string, body: Json = {}) => call<T>('POST', path, body),
    remove: (path: string) => call('DELETE', path),
  }
}

export type Control = ReturnType<typeof controlOf>
