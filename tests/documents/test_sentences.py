"""Where sentences end: a table of diplomatic prose in which ¦ stands for an end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import sentences

CASES = """
The U.S. Secretary of State arrived in Oslo.¦He left on Friday.
Relations with the U.S. improved.¦They soured again in 1994.
It was recognised by the U.S.¦The United Kingdom followed.
The embassy reopened in the U.S.¦In 1995 a consulate followed.
U.S. Interests Section staff arrived on Sept. 16.¦They stayed.
U.S. Under Secretary Smith met the U.N. Special Envoy.
Dr. Kissinger flew to Beijing.¦Gen. Zia received him later.
Lt. Gen. Ojukwu declared independence on May 30.¦Nobody recognised it.
Resolution No. 5 was adopted.¦Resolution No. 6 was not.
The answer was no.¦Talks went on.
See p. 20 of the report.¦It tells more.
Under Art. 5 of the treaty an attack on one is an attack on all.
Under Art. V the parties agreed.¦Art. VI was dropped.
The court in St. Petersburg ruled.¦St. Kitts objected.
President Harry S. Truman recognised Israel.¦Stalin followed three days later.
G. H. W. Bush met F. W. de Klerk in 1990.
“We will recognise you.”¦The envoy left.
“We will recognise you,” he said.¦The envoy left.
He said: “We recognise you.”¦Then he left.
“Will you recognise us?” he asked.¦No one answered.
“Will you recognise us?” Putin asked.¦No one answered.
“Never!” said the minister.¦The talks ended.
He paused … and went on.¦Nobody spoke.
He paused...¦Then he went on.
The text read “the two sides … shall open embassies”.¦It was signed.
In Jan. 1992 Croatia was recognised.¦Slovenia too.
On Aug. 15, 2021, Kabul fell.¦Embassies closed.
The treaty of Nov. 1990 ended in Dec.¦The next began in Jan. 1991.
He arrived at 9 a.m. and left at 5 p.m.¦The next day he returned.
The firm Gazprom Export Ltd. signed.¦Rosneft Co. did not.
Apple Inc. opened an office.¦The ministry objected.
It covered oil, gas, wheat, etc., and fuel.¦More followed.
It covered oil, gas, wheat, etc.¦More followed.
Relations were normalised (see Ch. 3).¦Trade grew.
(The embassy had closed in 1979.)¦It reopened in 2001.
The embassy (closed in 1979.) reopened.
It lasted until World War I.¦Russia then withdrew.
King Charles I.¦He was beheaded.
Queen Elizabeth II.¦She visited in 1994.
In 1921.¦12 states followed.
The budget was 3.5 million.¦Half came from the E.U. and its members.
The vote was 12–3.¦Two states abstained.
Mr. and Mrs. Reagan met Mrs. Thatcher.
Prof. Smith, Ph.D., disagreed.¦Others agreed.
Col. Gaddafi seized power on 1 Sept. 1969.¦He was 27.
The text cites e.g. the Treaty of Kars.¦It was signed in 1921.
The text cites i.e. Kars.¦It was signed in 1921.
Smith et al. argue otherwise.¦We do not.
The case of Banković v. Belgium was heard.¦It failed.
Sen. Fulbright spoke.¦Rep. Ryan answered.
Adm. Mullen met Gov. Romney at Ft. Bragg.
The agreement was signed in Washington, D.C. by both sides.
The agreement was signed in Washington, D.C.¦Both sides welcomed it.
The U.S.S.R. recognised China on 2 October 1949.¦Others followed.
He met Prince Faisal b. Abdulaziz in Riyadh.
The talks failed!¦They resumed in May.
Why now?¦Because of oil.
What next?!¦Nobody knows.
The PRC (est. 1949) was recognised by the U.K. in 1950.
“It is over,” said Mr. Gorbachev.¦“We are free.”
“It is over.¦We are free,” said Mr. Gorbachev.
He called it “a new era”.¦She did not.
He called it ‘a new era’.¦She did not.
He called it "a new era."¦She did not.
The sides agreed to: (a) open embassies; (b) exchange envoys.¦They did so.
1. The parties shall open embassies.¦They shall do so by May.
a. The first point.¦It matters.
IV. The parties agree.
The minister, J. Baker, said no.¦So did H. Genscher.
al-Assad flew to Moscow.¦al-Sharaa did not.
He wrote to Sec. Gen. Annan.¦Annan replied.
The Rt. Hon. Lord Owen chaired.¦Mr. Vance helped.
Amb. Khalilzad met the Taliban in Doha.¦Gen. Miller did too.
The ship, H.M.S. Amethyst, escaped.
Vol. 3, No. 2, pp. 4–5 tells more.
The sum was Rs. 500.¦It was paid.
The sum was approx. 500.¦It was paid.
The Rev. Dr. King spoke.¦He was heard.
Maj. Gen. Jones et al. signed.¦The rest refused.
Iran’s Rev. Guards struck.¦Israel answered.
Kosovo declared independence on Feb. 17, 2008.¦The U.S. recognised it on Feb. 18.
The U.S. recognised it.¦U.S. envoys arrived.
Brig. Gen. Qasim overthrew the king on 14 July 1958.
The Adm. closed the port.
Relations with North Korea were opened in 2000.¦U.K. officials flew there.
The D.P.R.K. sent an envoy.¦He arrived in Sept. to present credentials.
It ended in the fall of Saigon on Apr. 30, 1975.¦Recognition followed.
The party leader (b. 1949) died.¦His son (d. 2011) had ruled since.
“No comment.”
He said, “No.¦We will not.”
Russia’s move – “a mistake”, said Kyiv – followed.¦Others wait.
Did Russia recognise them?¦Yes, in July 2025.
That was in A.D. 800.¦The empire grew.
The state visited was Myanmar (a.k.a. Burma).¦It was his third visit.
The Dept. of State objected.¦The Pentagon did not.
Yes.¦No.
He was asked who would go to Beijing: Mr. Rogers or Dr. Kissinger.¦Dr. Kissinger went.
Both states, i.e. Chad and Niger, withdrew from the O.A.U. summit.
The letter of 3 Oct. was answered on 5 Nov. by the king.
It cost $4.5 bn.¦Moscow paid.
It cost US$ 30 million.¦Moscow paid.
The 7th Mtg. was held in Moscow.
The talks (Geneva, 1954.) failed.
Sheikh Hasina Jr. took over.¦The army stood by.
Martin Luther King Jr.¦The movement lost him.
The Taliban entered Kabul on Aug. 15, 2021.¦Ashraf Ghani had fled.
The minister met Mawlawi Amir Khan Muttaqi, et al., in Moscow.
The envoy was, as one diplomat put it, “persona non grata.”¦He left within 48 hours.
Was it recognition?¦“Not formally,” said the spokesman.
The vote in the U.N. General Assembly was 101 to 32.¦Fifteen members abstained.
Its border is 1,300 km. long.
The communiqué (dated 3 Jan. 1961) broke relations.¦Washington blamed Havana.
Relations were opened with the P.R.C.¦After 1979 they grew.
"""


@pytest.mark.parametrize("case", CASES.strip().split("\n"))
def test_sentences_end_where_a_reader_says_they_do(case: str) -> None:
    expected = case.split("¦")
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentences.spans(text)] == expected


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab A.B?!…”“’') 1\n"), max_size=80))
def test_sentences_cover_all_words_in_order_and_never_overlap(text: str) -> None:
    spans = sentences.spans(text)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_a_run_of_stops_takes_no_time_to_speak_of() -> None:
    assert sentences.spans("." * 100_000) == [(0, 100_000)]
