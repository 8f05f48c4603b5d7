"""Sentences without any Korean name, place or term; most of their words look Korean."""

SENTENCES = """
Voters in Lee County went to the polls on Sunday.
Ho Chi Minh City is larger than Hanoi and Danang.
Kosovo and Serbia met in Geneva.
The Song dynasty invented paper money.
Young people in China and Sudan want jobs.
Bob Park wrote a column on Long Island.
Sun City is a resort in South Africa.
Han Solo flies the Millennium Falcon.
Kim Philby spied for Moscow, and Kim Kardashian did not.
Robert Lee and Bruce Lee never met.
Central Park is larger than Hyde Park, but Yellowstone Park is a park as well.
Park Avenue runs past Park Lane and Parkside.
Susan Kim bought an old kimono.
Spike Lee filmed Harper Lee on Lee Street.
Xi Jinping met Li Keqiang, Wang Yi and Sun Chunlan.
Mao Zedong, Deng Xiaoping and Hu Jintao led the country.
Chiang Kai-shek fled to Taiwan; Sun Yat-sen had died.
Ma Ying-jeou and Tsai Ing-wen debated.
Yo-Yo Ma played in Oman.
Jack Ma founded a company in Hangzhou.
Nguyen Phu Trong met To Lam in Hanoi.
Pham Van Dong and Le Duan ruled in Saigon.
Pol Pot and Hun Sen ruled Phnom Penh.
Aung San Suu Kyi and Ne Win of Burma did not agree.
U Thant led the secretariat in New York.
Lee Kuan Yew and Goh Chok Tong governed Singapore.
Tan Son Nhut was an air base.
Ban Ki and Bin Laden are two strings.
No Way Out is a film, and No Man's Land another.
So Long, and Thanks for All the Fish.
In Song and Dance they told the story.
On Sunday the ship will undock; Undock now, said the captain.
The orang-utan sat in Orang Asli country.
Shinto is a religion, and a Shinto shrine is a jinja.
Soul music came from Memphis; Soul Train ran for years.
The Sino-Soviet split and the Sino-Indian war followed.
Carl Jung wrote of dreams; Jung was Swiss.
Chung Hwa Road is in Taipei.
The Gang of Four and the Gang of Eight met.
Big Bang theory, Big Ben and Ben Hur.
King Kong climbed a tower in Hong Kong.
Ham Radio operators say Oh No and Oh My.
Captain Cook sailed to the Cook Islands.
Moon River flows under a New Moon, and Moon Men walk.
Tim Cook spoke with Joe Biden, Jo Cox and Boris Johnson.
Machine Gun Kelly and Top Gun are not persons from there.
La Paz, Los Angeles and Las Palmas.
The Ku Klux Klan burned crosses.
Chu Teh and Chou En-lai marched.
Chai Tea, Dim Sum, Lo Mein and Won Ton soup.
Kung Fu and Tai Chi, Tae Bo and Yoga.
Naoto Kan and Shinzo Abe were prime ministers of Japan.
Taro Aso and Taro Kono were ministers.
Marin County and Sonoma County, Mono Lake and Inyo.
Jean Kim and Daniel Kim opened a shop.
Sin City and Sim City are not the same.
Sol Campbell played for Arsenal, Son of a coach.
Min Max and Win Win are terms of game theory.
Mo Farah ran past Mo Yan's house.
Pan Am flew to Pan Pacific hotels.
Woo Woo is a drink, and Woo Hoo a cry.
The party won the election, said the Labour Party.
The Politics of the South: Mississippi and Alabama.
The camp opened in June, and scouts came.
The army said that the general had left.
A missile is a thing that is thrown.
The spa in Bath has warm water, and the spa in Baden too.
A rok is a skirt in Dutch; mss are manuscripts.
The rgb value of the colour is red; the unc file path is long.
New York, New Jersey and New Delhi.
Gun control divides Congress.
Anjou pears lay and the cat sat on a mat in Angers.
Sanjay and Sunita went to Sangli, Satara and Sasaram.
Manchuria, Mandalay and Mombasa are far.
Kumasi, Kano and Kigali are in Africa.
Sonia Gandhi and Sanjay Dutt met Hema Malini.
Hanna Reitsch flew, and Hannah Arendt wrote.
Jason, Simon and Susan went up the hill.
Maria, Mario and Marino came down.
Tokyo, Osaka, Kobe, Kyoto, Sapporo and Sendai.
Toyota, Honda, Mazda, Suzuki and Subaru.
Kenji, Kenzo, Shingo and Hiroko went home.
Domino, Bingo, Bongo, Congo, Tango and Mango.
Jumbo, Limbo, Combo, Gumbo and Rumba.
Roman, Norman, Hellenic and Ottoman law.
Poison, Prison, Season, Reason and Unison.
Taipei, Tainan, Taichung and Kaohsiung.
Nanjing, Nanning, Nantong and Nanchang.
Shanghai, Shandong, Shanxi, Shaanxi and Shantou.
Hainan, Henan, Hunan, Hubei and Hebei.
Yunnan, Wuhan, Wuxi, Xian and Kunming.
Chengdu, Chongqing, Changsha and Changzhou.
Harbin, Dalian, Dandong, Tumenjian and Jilin.
Guangdong, Guangxi, Guizhou, Gansu and Qinghai.
Jiangsu, Jiangxi, Zhejiang and Anhui.
Hue, Hoi An, Hai Phong, Vinh and Can Tho.
Phuket, Pattaya, Krabi, Koh Samui and Koh Tao.
Penang, Ipoh, Johor, Kedah and Perak.
Bandung, Bogor, Medan, Padang and Surabaya.
Manila, Cebu, Davao and Baguio.
Yangon, Bago, Pegu, Pathein and Mandalay.
Colombo, Kandy, Galle and Jaffna.
Chennai, Mumbai, Pune and Goa.
Lahore, Multan, Sukkur and Quetta.
Kabul, Herat, Kandahar and Kunduz.
Iran, Iraq, Oman, Yemen and Jordan.
Samoa, Tonga, Fiji, Guam and Palau.
Lagos, Abuja, Ibadan and Benin.
Nairobi, Kisumu, Mombasa and Nakuru.
Harare, Lusaka, Maseru and Maputo.
Togo, Gabon, Congo, Chad and Mali.
Lima, Cusco, Puno, Tacna and Ica.
Paris, Lyon, Nancy, Nantes and Reims.
Bonn, Jena, Ulm, Essen and Bonn again.
Rome, Turin, Siena and Pisa.
Lisbon, Porto, Faro and Evora.
Oslo, Bergen, Bodo and Hamar.
Turku, Oulu, Pori and Vaasa.
Riga, Minsk, Sofia and Skopje.
Sunni and Shia Muslims pray in Samarra.
A Chinaman, a Woman, a Human and an Omen.
Make-do and well-to-do, set-up and back-up.
An in-ning, an un-do and a re-do.
Sea Change, Sea Gun, Song Bird, Song Book.
Union Man and Onion Ring, Samsung and Hyundai.
Hang Seng fell, and the Nikkei rose.
Man of War, Son of Man, Moon and Sun.
To Do, To Go, To Be; Do So, Go On.
He Can Sing, She Can Run, We Can Jump.
I Am, You Are, We Sang, They Ran.
Chang Jiang is a river, Huang He another.
Pong, Ping, Pang and Ding Dong.
Yin and Yang, Yang Guang and Tian Tian the pandas.
Jin Jin, Jun Jun, Ju Ju and Ha Ha.
Tom Yum, Pad Thai, Nam Pla.
Sri Lanka and Sierra Leone.
Nong Duc Manh and Vo Nguyen Giap.
Peng Dehuai and Lin Biao fought.
Kang Sheng and Kang Youwei were Chinese.
Zhou Enlai, Zhao Ziyang and Zhu Rongji.
Jiang Zemin and Jiang Qing.
Soong Mei-ling and Song Tao.
Carrie Lam and Regina Ip of Hong Kong.
Tung Chee-hwa led the city.
Lim Kit Siang and Lim Guan Eng of Penang.
Min Aung Hlaing seized Naypyidaw.
Khieu Samphan stood in court.
Ngo Dinh Diem fell in Saigon.
Lee Hsien Loong spoke at Shangri-La.
Lee Teng-hui was in Taipei.
Christopher Lee, Stan Lee and Ang Lee made films.
Kim Novak, Kim Basinger and Kim Cattrall acted.
Kim Clijsters won, and Kim Beazley lost.
Lee Harvey Oswald shot; Lee Marvin sang.
Andrew Yang and Jerry Yang met Rebecca Chang.
Michael Chang beat Stefan Edberg.
Team spirit is what a side needs.
Speed kills, and the battle is lost.
The sunshine and the policy.
They held a plenary and a seminar.
The rice market, the general store and the grain.
A storm and a corps of engineers.
The arduous road, the march of time.
The people said yes; the assembly said no.
The youth of the league, the women of the union.
The office has 39 rooms, and a bureau.
"""
