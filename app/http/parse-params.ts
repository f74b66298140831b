import type { z } from 'zod'

/** The parts of the address, well formed; anything else is an address that does not exist. Throws a 404. */
export function parseParams<S extends z.ZodType>(
  params: Record<string, string | undefined>,
  schema: S,
): z.output<S> {
  const parsed = schema.safeParse(params)
  if (!parsed.success) throw new Response(null, { status: 404 })
  return parsed.data
}
