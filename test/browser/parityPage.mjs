/**
 * What runs inside the browser when it is compared with the command line. Each function is handed
 * to the page and answers with one text of JSON for each mutant; mutants come in base64.
 */

/**
 * In verify.html: puts each bundle into the input of the form and asks for the report of the form,
 * which is what the page does when a file was chosen.
 */
export async function bundleReports(mutants) {
  const answers = [];
  for (const mutant of mutants) {
    const bytes = Uint8Array.from(atob(mutant), (letter) => letter.charCodeAt(0));
    const chosen = new DataTransfer();
    chosen.items.add(new File([bytes], 'mutant.zip'));
    document.getElementById('bundle').files = chosen.files;
    answers.push(JSON.stringify(await globalThis.evidenceReport()));
  }
  return answers;
}

/** In verify.html: the same for scans of a certificate on paper, in their text field. */
export async function paperReports(mutants) {
  const answers = [];
  for (const mutant of mutants) {
    const bytes = Uint8Array.from(atob(mutant), (letter) => letter.charCodeAt(0));
    document.getElementById('scan').value = new TextDecoder().decode(bytes);
    answers.push(JSON.stringify(await globalThis.paperReport()));
  }
  return answers;
}

/** With the client: receipts, and tokens of a registration. */
export function clientReports({ mutants, kind, trust }) {
  const client = window.ledger;
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const roots = trust.roots.map(bytesOf);
  const imprint = (hash) => client.registrationImprint(trust.registration, hash);
  return mutants.map((mutant) => {
    const verdict =
      kind === 'receipt'
        ? client.verifyReceipt(bytesOf(mutant), trust)
        : client.verifyTimestampFile(bytesOf(mutant), { roots, imprint });
    // Numbers of any size and bytes are no JSON; the time and the number say which token it is.
    if (kind === 'receipt' || !verdict.ok) return JSON.stringify(verdict);
    const { genTime, serial, policy, revocation } = verdict;
    return JSON.stringify({
      ok: true,
      genTime: genTime.instant,
      serial: `${serial}`,
      policy,
      revocation,
    });
  });
}
