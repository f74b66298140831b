import { type Html, html } from '../sendgrid/html.ts'
import { pageStyle } from './style.ts'

/** Every page of the sandbox: plain, readable on a phone, light and dark, and never to be taken for the real thing. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<p class="banner">Sandbox · no real money moves here</p>
<main>
${body}
</main>
</body>
</html>`.text
}

/** Cents as US dollars, for example $1,250.00. */
export const dollars = (cents: number) =>
  (cents / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' })
