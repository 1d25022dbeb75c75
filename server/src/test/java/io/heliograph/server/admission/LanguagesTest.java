package io.heliograph.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class LanguagesTest {
    /** Appendix A of the contract. */
    private static final String TABLE = """
            af=Afrikaans;am=Amharic;ar=Arabic;as=Assamese;az=Azerbaijani;ba=Bashkir;be=Belarusian;bg=Bulgarian
            bn=Bengali;bo=Tibetan;br=Breton;bs=Bosnian;ca=Catalan;cs=Czech;cy=Welsh;da=Danish;de=German
            el=Greek;en=English;es=Spanish;et=Estonian;eu=Basque;fa=Persian;fi=Finnish;fo=Faroese;fr=French
            gl=Galician;gu=Gujarati;ha=Hausa;haw=Hawaiian;he=Hebrew;hi=Hindi;hr=Croatian;ht=Haitian Creole
            hu=Hungarian;hy=Armenian;id=Indonesian;is=Icelandic;it=Italian;ja=Japanese;jw=Javanese;ka=Georgian
            kk=Kazakh;km=Khmer;kn=Kannada;ko=Korean;la=Latin;lb=Luxembourgish;ln=Lingala;lo=Lao;lt=Lithuanian
            lv=Latvian;mg=Malagasy;mi=Maori;mk=Macedonian;ml=Malayalam;mn=Mongolian;mr=Marathi;ms=Malay
            mt=Maltese;my=Myanmar;ne=Nepali;nl=Dutch;nn=Norwegian Nynorsk;no=Norwegian;oc=Occitan;pa=Punjabi
            pl=Polish;ps=Pashto;pt=Portuguese;ro=Romanian;ru=Russian;sa=Sanskrit;sd=Sindhi;si=Sinhala;sk=Slovak
            sl=Slovenian;sn=Shona;so=Somali;sq=Albanian;sr=Serbian;su=Sundanese;sv=Swedish;sw=Swahili;ta=Tamil
            te=Telugu;tg=Tajik;th=Thai;tk=Turkmen;tl=Tagalog;tr=Turkish;tt=Tatar;uk=Ukrainian;ur=Urdu;uz=Uzbek
            vi=Vietnamese;yi=Yiddish;yo=Yoruba;zh=Chinese;yue=Cantonese
            """;

    @Test
    void allHundredHaveTheirName() {
        List<String> rows =
                Pattern.compile("[;\n]").splitAsStream(TABLE.strip()).toList();
        assertEquals(100, rows.size());
        for (String row : rows) {
            String code = row.substring(0, row.indexOf('='));
            assertEquals(row.substring(row.indexOf('=') + 1), Languages.name(code));
            assertEquals(code, Languages.resolve(" " + code.toUpperCase(Locale.ROOT) + "\t"));
        }
    }

    @Test
    void othersAreUnknown() {
        for (String code : List.of("", "en-US", "en_us", "xx", "english")) {
            assertEquals("", Languages.resolve(code));
            assertEquals("", Languages.name(code));
        }
    }
}
