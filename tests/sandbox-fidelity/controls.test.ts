import { TOTP } from 'otpauth'
import { expect, inject, it } from 'vitest'
import { openAccount } from './stripe-side.ts'

const own = () => openAccount(inject('sandboxUrl'), 'sandbox')

it('shows the staff’s current codes and their links on the front page', async () => {
  const account = own()
  const secret = 'JBSWY3DPEHPK3PXP'
  await account.control('POST totp', {
    accounts: [{ label: 'Robin Example', role: 'treasurer', secret, signIn: 'http://localhost:9/sign-in/1' }],
  })
  const totp = new TOTP({ secret })
  const possible = [totp.generate()]
  const page = await (await fetch(account.url)).text()
  possible.push(totp.generate())
  expect(possible.some((code) => page.includes(code))).toBe(true)
  expect(page).toContain('Robin Example')
  expect(page).toContain('http://localhost:9/sign-in/1')
  expect(page).toContain('href="/inbox"')
  expect(page).not.toContain(secret)
})

it('does by button what it does by call, and goes back to the page', async () => {
  const account = own()
  const press = (path: string, fields: Record<string, string>) =>
    fetch(`${account.url}/control/${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
  const pressed = await press('next-payment', { fail: 'card_declined' })
  expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/'])
  expect(await (await fetch(account.url)).text()).toContain('will fail')
  await account.control('POST next-payment', { fail: null })
  const refused = await press('disputes', {})
  expect(refused.status).toBe(400)
  expect(await refused.text()).toContain('There is no charge to dispute yet.')
})

it('refuses calls that it does not know, and callers without a key', async () => {
  const account = openAccount()
  await expect(account.control('POST account', { feebps: 100 })).rejects.toThrow('does not know')
  await expect(account.control('POST account', { feeBps: 'much' })).rejects.toThrow('must be a number')
  await expect(account.control('POST weather', {})).rejects.toThrow('No such control call')
  expect((await fetch(`${account.url}/control/summary`)).status).toBe(401)
  expect((await fetch(`${account.url}/nowhere`)).status).toBe(404)
})
