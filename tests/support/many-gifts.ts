import { Client } from 'pg'

/** All tests give from one address, many times in a minute. Those of the form's limits set their own. */
export async function letManyGiftsBegin(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(`
    insert into giving_limits (least_seconds, from_network, for_email, on_site, tries_for_gift, tries_from_network,
                               tries_on_site, pause_minutes, occurred_at)
    values (0, 1000000, 1000000, 1000000, 5, 1000000, 1000000, 15, now())`)
  await client.end()
}
