import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/**
 * Bouncy Castle as a second opinion on time-stamps. Reads commands from standard input, one a line,
 * and answers each with one line:
 *
 * <pre>
 * verify RESPONSE ROOT IMPRINT NONCE   → accepted | refused REASON
 * issue KIND DIGEST                    → RESPONSE ROOT IMPRINT NONCE
 * </pre>
 *
 * Bytes are base64, the nonce is decimal.
 */
public final class BouncyCastle {
  private static final String PROVIDER = "BC";
  private static final long DAY = 86_400_000L;

  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      System.out.println(words[0].equals("issue") ? issue(words[1], words[2]) : verify(words));
      System.out.flush();
    }
  }

  private static String verify(String[] words) {
    try {
      X509CertificateHolder root = new X509CertificateHolder(bytes(words[2]));
      check(new TimeStampResponse(bytes(words[1])), root, bytes(words[3]), words[4]);
      return "accepted";
    } catch (Exception | StackOverflowError | AssertionError fault) {
      String reason = fault.getClass().getSimpleName() + " " + fault.getMessage();
      return "refused " + reason.replaceAll("\\s+", " ");
    }
  }

  private static void check(
      TimeStampResponse response, X509CertificateHolder root, byte[] imprint, String nonce)
      throws Exception {
    require(response.getStatus() == 0 || response.getStatus() == 1, "status");
    TimeStampToken token = response.getTimeStampToken();
    require(token != null, "no token");
    require(
        Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(), imprint), "imprint");
    require(new BigInteger(nonce).equals(token.getTimeStampInfo().getNonce()), "nonce");
    Collection<X509CertificateHolder> found = token.getCertificates().getMatches(token.getSID());
    require(!found.isEmpty(), "no certificate");
    X509CertificateHolder signer = found.iterator().next();
    token.validate(
        new JcaSimpleSignerInfoVerifierBuilder().setProvider(PROVIDER).build(signer));
    Date at = token.getTimeStampInfo().getGenTime();
    require(signer.isValidOn(at) && root.isValidOn(at), "validity");
    require(signer.getIssuer().equals(root.getSubject()), "issuer");
    require(
        signer.isSignatureValid(
            new JcaContentVerifierProviderBuilder().setProvider(PROVIDER).build(root)),
        "chain");
  }

  private static void require(boolean holds, String what) {
    if (!holds) throw new AssertionError(what);
  }

  private static String issue(String kind, String digest) throws Exception {
    String algorithm = signatureOf(kind, digest);
    KeyPair ca = keys(kind);
    KeyPair tsa = keys(kind);
    X509CertificateHolder root = certificate("ca", ca, "ca", ca, algorithm, true);
    X509CertificateHolder signer = certificate("tsa", tsa, "ca", ca, algorithm, false);
    byte[] imprint = MessageDigest.getInstance(digest, PROVIDER).digest(new byte[] {1, 2, 3});
    BigInteger nonce = new BigInteger(64, new SecureRandom());
    TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
    requests.setCertReq(true);
    TimeStampRequest request = requests.generate(oidOf(digest), imprint, nonce);
    TimeStampTokenGenerator tokens = tokenGenerator(algorithm, digest, tsa.getPrivate(), signer);
    tokens.addCertificates(new CollectionStore<>(List.of(signer, root)));
    tokens.setAccuracySeconds(1);
    tokens.setAccuracyMillis(500);
    TimeStampResponse response =
        new TimeStampResponseGenerator(tokens, java.util.Set.of(oidOf(digest).getId()))
            .generate(request, BigInteger.valueOf(23), new Date());
    return String.join(
        " ",
        text(response.getEncoded()), text(root.getEncoded()), text(imprint), nonce.toString());
  }

  private static TimeStampTokenGenerator tokenGenerator(
      String algorithm, String digest, PrivateKey key, X509CertificateHolder signer)
      throws Exception {
    var calculators = new JcaDigestCalculatorProviderBuilder().setProvider(PROVIDER).build();
    ContentSigner content = new JcaContentSignerBuilder(algorithm).setProvider(PROVIDER).build(key);
    var info = new org.bouncycastle.cms.SignerInfoGeneratorBuilder(calculators);
    return new TimeStampTokenGenerator(
        info.build(content, signer),
        calculators.get(new AlgorithmIdentifier(oidOf(digest))),
        new ASN1ObjectIdentifier("2.999.3161.1"));
  }

  private static X509CertificateHolder certificate(
      String name, KeyPair keys, String issuer, KeyPair by, String algorithm, boolean isAuthority)
      throws Exception {
    Date now = new Date();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(isAuthority ? 1 : 2),
            new Date(now.getTime() - DAY),
            new Date(now.getTime() + DAY),
            new X500Name("CN=" + name),
            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
    int usage = isAuthority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    if (!isAuthority) {
      builder.addExtension(
          Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
    }
    return builder.build(
        new JcaContentSignerBuilder(algorithm).setProvider(PROVIDER).build(by.getPrivate()));
  }

  private static KeyPair keys(String kind) throws Exception {
    boolean isRsa = kind.startsWith("rsa");
    KeyPairGenerator generator = KeyPairGenerator.getInstance(isRsa ? "RSA" : "EC", PROVIDER);
    if (isRsa) generator.initialize(Integer.parseInt(kind.substring(3)));
    else generator.initialize(new ECGenParameterSpec(kind.equals("sm2") ? "sm2p256v1" : kind));
    return generator.generateKeyPair();
  }

  private static String signatureOf(String kind, String digest) {
    if (kind.equals("sm2")) return "SM3withSM2";
    String hash = digest.equals("SM3") ? "SHA256" : digest.replace("-", "");
    return hash + (kind.startsWith("rsa") ? "withRSA" : "withECDSA");
  }

  private static ASN1ObjectIdentifier oidOf(String digest) {
    return new ASN1ObjectIdentifier(
        switch (digest) {
          case "SHA-256" -> "2.16.840.1.101.3.4.2.1";
          case "SHA-384" -> "2.16.840.1.101.3.4.2.2";
          case "SHA-512" -> "2.16.840.1.101.3.4.2.3";
          default -> "1.2.156.10197.1.401";
        });
  }

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
