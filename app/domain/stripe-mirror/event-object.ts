/** What a kept event is about, out of the bytes that Stripe signed. */
export function eventObject(body: Uint8Array): unknown {
  const event = JSON.parse(Buffer.from(body).toString('utf8')) as { data: { object: unknown } }
  return event.data.object
}
