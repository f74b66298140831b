/**
 * What is sealed for one request, under the key of its person: who asked, at which number and in which language, and what
 * was answered in its screening. Two people may ask for the same person.
 */
export type RequestField = 'contact' | 'screening'

export type AskerContact = { askerName: string; phone: string; language: string }

export const writeContact = ({ askerName, phone, language }: AskerContact): string =>
  JSON.stringify({ askerName, phone, language })

export const readContact = (plain: string): AskerContact => JSON.parse(plain) as AskerContact
