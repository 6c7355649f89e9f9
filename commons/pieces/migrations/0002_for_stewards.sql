-- What authors show to stewards first is listed for them without looking through the programme.
CREATE INDEX pieces_for_stewards ON pieces (programme, kind, id) WHERE visibility = 'stewards';
