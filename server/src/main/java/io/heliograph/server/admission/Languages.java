package io.heliograph.server.admission;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The hundred languages of the wire contract: lower-case code to English name. Immutable. */
public final class Languages {
    private static final String TABLE = """
            af=Afrikaans; am=Amharic; ar=Arabic; as=Assamese; az=Azerbaijani; ba=Bashkir; be=Belarusian; bg=Bulgarian;
            bn=Bengali; bo=Tibetan; br=Breton; bs=Bosnian; ca=Catalan; cs=Czech; cy=Welsh; da=Danish; de=German;
            el=Greek; en=English; es=Spanish; et=Estonian; eu=Basque; fa=Persian; fi=Finnish; fo=Faroese; fr=French;
            gl=Galician; gu=Gujarati; ha=Hausa; haw=Hawaiian; he=Hebrew; hi=Hindi; hr=Croatian; ht=Haitian Creole;
            hu=Hungarian; hy=Armenian; id=Indonesian; is=Icelandic; it=Italian; ja=Japanese; jw=Javanese; ka=Georgian;
            kk=Kazakh; km=Khmer; kn=Kannada; ko=Korean; la=Latin; lb=Luxembourgish; ln=Lingala; lo=Lao; lt=Lithuanian;
            lv=Latvian; mg=Malagasy; mi=Maori; mk=Macedonian; ml=Malayalam; mn=Mongolian; mr=Marathi; ms=Malay;
            mt=Maltese; my=Myanmar; ne=Nepali; nl=Dutch; nn=Norwegian Nynorsk; no=Norwegian; oc=Occitan; pa=Punjabi;
            pl=Polish; ps=Pashto; pt=Portuguese; ro=Romanian; ru=Russian; sa=Sanskrit; sd=Sindhi; si=Sinhala; sk=Slovak;
            sl=Slovenian; sn=Shona; so=Somali; sq=Albanian; sr=Serbian; su=Sundanese; sv=Swedish; sw=Swahili; ta=Tamil;
            te=Telugu; tg=Tajik; th=Thai; tk=Turkmen; tl=Tagalog; tr=Turkish; tt=Tatar; uk=Ukrainian; ur=Urdu; uz=Uzbek;
            vi=Vietnamese; yi=Yiddish; yo=Yoruba; zh=Chinese; yue=Cantonese;
            """;

    private static final Map<String, String> NAMES = parse();

    private Languages() {}

    /** The code trimmed and lower-cased if the table has it, else empty: auto-detect. {@code en-US} is not {@code en}. */
    public static String resolve(String code) {
        String key = code.strip().toLowerCase(Locale.ROOT);
        return NAMES.containsKey(key) ? key : "";
    }

    /** The English name of a code, empty if the table lacks it. */
    public static String name(String code) {
        return NAMES.getOrDefault(code.toLowerCase(Locale.ROOT), "");
    }

    private static Map<String, String> parse() {
        Map<String, String> names = new LinkedHashMap<>();
        Pattern.compile("[;\n]")
                .splitAsStream(TABLE)
                .filter(entry -> !entry.isBlank())
                .forEach(entry -> {
                    int equals = entry.indexOf('=');
                    names.put(
                            entry.substring(0, equals).strip(),
                            entry.substring(equals + 1).strip());
                });
        return Map.copyOf(names);
    }
}
