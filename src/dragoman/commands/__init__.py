"""Commands by topic. Each reads its words, calls one public function and shows the result; `cli` gathers them."""
